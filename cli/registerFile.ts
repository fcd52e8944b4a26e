import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { signUpFields } from '#events/schemas/registration.ts';
import { type ControlApi, Refusal, type WrongField } from './controlApi.ts';
import { Accepted } from './registrationViews.ts';
import { type Connected, connected, type Session, type TargetOptions } from './session.ts';
import { type Company, idempotencyKeyOf, type Row, readTenantsFile } from './tenantsFile.ts';
import type { Terminal } from './terminal.ts';

/** What has become of a row; `failed` also where it was registered before, and failed then. */
type Outcome = {
  line: number;
  tenantName?: string;
  status: string;
  registrationId?: string;
  tenantId?: string;
  error?: string;
  fields?: readonly WrongField[];
};

const TRIES = 10;
const DEFAULT_WAIT_SECONDS = 1;
const TOO_MANY = 429;
/** What is wrong with the caller is wrong with every row. */
const OF_THE_CALLER = [401, 403];

/** What of a sign-up can be judged without the server: it alone knows how people write telephone numbers. */
const Checked = z.object({
  tenantName: signUpFields.tenantName,
  adminEmail: signUpFields.adminEmail,
  tier: z.preprocess((tier) => String(tier).trim().toLowerCase(), signUpFields.tier),
  address: signUpFields.address,
});

const ONLY_THE_SERVER =
  'only the server knows whether a name is in use, reserved or could pass for another one, and whether a telephone number can exist';

const problemIn = ({ error, fields = [] }: Outcome): string =>
  fields.length > 0
    ? fields.map(({ path, message }) => `${path || 'row'}: ${message}`).join('; ')
    : (error ?? '');

const isFailed = ({ status }: Outcome): boolean => status === 'failed';

const printOutcome = ({ line, paint }: Terminal, outcome: Outcome): void => {
  const { tenantName, status, registrationId, tenantId } = outcome;
  const said = (text = ''): string[] => (text === '' ? [] : [text]);
  line(
    `line ${outcome.line}`,
    ...said(tenantName),
    paint(isFailed(outcome) ? 'bad' : 'good', status),
    ...said(registrationId),
    ...said(tenantId),
    ...said(problemIn(outcome)),
  );
};

/** Seconds; a date in the header is no answer of this API. */
const waitOf = ({ retryAfter }: Refusal): number =>
  /^\d{1,5}$/.test(retryAfter ?? '') ? Number(retryAfter) : DEFAULT_WAIT_SECONDS;

const post = (api: ControlApi, company: Company): Promise<unknown> =>
  api.asOperator('POST', 'tenants', {
    body: company,
    headers: { 'idempotency-key': idempotencyKeyOf(company) },
  });

/** Waits as long as the API says where it has had too many requests. */
const patiently = async ({ api, terminal }: Connected, company: Company): Promise<unknown> => {
  for (let tried = 1; ; tried += 1) {
    try {
      return await post(api, company);
    } catch (error) {
      const isOver = !(error instanceof Refusal) || error.status !== TOO_MANY || tried === TRIES;
      if (isOver) throw error;
      const seconds = waitOf(error);
      terminal.note(`too many requests: going on in ${seconds} s`);
      await sleep(seconds * 1_000);
    }
  }
};

/** Throws what would meet every other row as well. */
const registered = async (to: Connected, row: Row): Promise<Outcome> => {
  const { line } = row;
  if ('problem' in row) return { line, status: 'failed', error: row.problem };
  const { tenantName } = row.company;
  try {
    const accepted = Accepted.parse(await patiently(to, row.company));
    if (accepted.status !== 'failed') return { line, tenantName, ...accepted };
    return { line, tenantName, ...accepted, error: 'was registered before, and failed' };
  } catch (error) {
    if (!(error instanceof Refusal) || OF_THE_CALLER.includes(error.status)) throw error;
    const { message, fields } = error;
    return { line, tenantName, status: 'failed', error: message, fields };
  }
};

/** Judges rows one after the other; the same name twice is found among those of the file. */
const checker = () => {
  const lines = new Map<string, number>();
  const twice = (name: string, line: number): WrongField[] => {
    const key = name.normalize('NFKC').toLowerCase();
    const earlier = lines.get(key);
    if (earlier !== undefined) {
      return [{ path: 'tenantName', message: `is that of line ${earlier} too` }];
    }
    lines.set(key, line);
    return [];
  };
  return (row: Row): Outcome => {
    const { line } = row;
    if ('problem' in row) return { line, status: 'failed', error: row.problem };
    const { tenantName } = row.company;
    const checked = Checked.safeParse(row.company);
    const fields = checked.success
      ? twice(checked.data.tenantName, line)
      : checked.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
    return fields.length === 0
      ? { line, tenantName, status: 'valid' }
      : { line, tenantName, status: 'failed', fields };
  };
};

/** Each row as it is done, and with --json all of them at the end, however it ends. Answers how many failed. */
const reported = async (
  { terminal, json }: { terminal: Terminal; json: boolean },
  rows: readonly Row[],
  run: (row: Row) => Promise<Outcome> | Outcome,
): Promise<{ done: number; failed: number }> => {
  const outcomes: Outcome[] = [];
  try {
    for (const row of rows) {
      const outcome = await run(row);
      outcomes.push(outcome);
      if (!json) printOutcome(terminal, outcome);
    }
  } finally {
    if (json) terminal.json(outcomes);
  }
  const failed = outcomes.filter(isFailed).length;
  return { done: outcomes.length - failed, failed };
};

/** Judges the rows of a file, and asks the server nothing. Answers the exit code. */
export const checkFile = async (
  { terminal }: Session,
  file: string,
  { json = false }: TargetOptions,
): Promise<number> => {
  const rows = await readTenantsFile(file);
  const { done, failed } = await reported({ terminal, json }, rows, checker());
  terminal.note(`${done} can be registered, ${failed} not; nothing was registered`);
  terminal.note(ONLY_THE_SERVER);
  return failed > 0 ? 1 : 0;
};

/** Registers the companies of a file, one after the other. Answers the exit code. */
export const registerFile = async (
  session: Session,
  file: string,
  options: TargetOptions,
): Promise<number> => {
  const rows = await readTenantsFile(file);
  const to = await connected(session, options);
  const { done, failed } = await reported(to, rows, (row) => registered(to, row));
  to.terminal.note(`${done} registered, ${failed} failed; it is safe to run the file again`);
  return failed > 0 ? 1 : 0;
};
