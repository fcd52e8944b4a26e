import type { Command } from 'commander';
import { z } from 'zod';
import { Failure } from '../client/failure.ts';
import { toneOf } from './registrationViews.ts';
import {
  type Connected,
  connected,
  type Session,
  type TargetOptions,
  withTarget,
} from './session.ts';

const Found = z.looseObject({
  registrationId: z.string(),
  tenantId: z.string().optional(),
  tenantName: z.string().optional(),
  adminEmail: z.string().optional(),
  status: z.string(),
  executionName: z.string().optional(),
  failure: z.looseObject({ failedStep: z.string() }).optional(),
});
type Found = z.infer<typeof Found>;

const Answer = z.object({ registrations: z.array(Found) });
const OfTenant = z.object({ tenantId: z.string().optional() });

/** What a saga is called: a ULID, and of replays which it is. */
const SAGA = /^[0-9A-Z]{26}(-\w+)*$/;

const search = async ({ api }: Connected, query: string): Promise<Found[]> =>
  Answer.parse(await api.asOperator('GET', 'registrations', { query: { query } })).registrations;

/** Later sagas of a registration, such as replays, have names of their own. */
const bySaga = async (to: Connected, executionName: string): Promise<Found[]> => {
  try {
    const path = `sagas/${encodeURIComponent(executionName)}`;
    const { tenantId } = OfTenant.parse(await to.api.asOperator('GET', path, {}));
    return tenantId === undefined ? [] : search(to, tenantId);
  } catch (error) {
    if (error instanceof Failure && error.message.includes('SagaNotFound')) return [];
    throw error;
  }
};

const print = ({ terminal }: Connected, found: readonly Found[]): void => {
  const columns = ['NAME', 'STATUS', 'FAILED AT', 'ADMIN', 'REGISTRATION', 'TENANT', 'SAGA'];
  const rows = found.map((one) => [
    one.tenantName ?? '',
    terminal.paint(toneOf(one.status), one.status),
    one.failure?.failedStep ?? '',
    one.adminEmail ?? '',
    one.registrationId,
    one.tenantId ?? '',
    one.executionName ?? '',
  ]);
  terminal.table(columns, rows);
};

const find = async (session: Session, words: readonly string[], options: TargetOptions) => {
  const to = await connected(session, options);
  const text = words.join(' ');
  const found = await search(to, text);
  const all = found.length === 0 && SAGA.test(text) ? await bySaga(to, text) : found;
  if (to.json) to.terminal.json(all);
  else if (all.length > 0) print(to, all);
  if (all.length === 0) throw new Failure(`nobody who signed up goes by ${text}`);
};

/** `find`. */
export const addFind = (program: Command, session: Session) => {
  withTarget(program.command('find'))
    .summary('find a customer by a name, an address or an id')
    .description(
      [
        'Finds who signed up by a company’s name or words of it, an admin’s address, or an id of a',
        'registration, a tenant or a saga; the newest first. Exit code 1 when there is nobody.',
      ].join(' '),
    )
    .argument('<words...>')
    .addHelpText(
      'after',
      `
Examples:
  $ npx onboard find Acme Two
  $ npx onboard find ada@acme.example --json | jq -r '.[].executionName'`,
    )
    .action((words: string[], options: TargetOptions) => find(session, words, options));
};
