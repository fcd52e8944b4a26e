import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { UsageError } from '../client/failure.ts';
import { agree, type ConsentOptions } from './consent.ts';
import { printSaga, SagaWithSteps } from './sagaViews.ts';
import { type Connected, connected, type Session, type TargetOptions } from './session.ts';

const POLL_MS = 500;

const Replayed = z.object({ executionName: z.string(), undoOnly: z.string().optional() });

const Bulk = z.object({
  matched: z.array(
    z.object({
      executionName: z.string(),
      tenantId: z.string().optional(),
      failedStep: z.string().optional(),
    }),
  ),
  replayed: z.array(z.string()),
  refused: z.array(z.object({ executionName: z.string(), reason: z.string() })),
  nextToken: z.string().optional(),
});
type Bulk = z.infer<typeof Bulk>;

/** What says which sagas a bulk replay is for; only with `--all`. */
type Filter = {
  kind?: string;
  failedStep?: string;
  tenant?: string;
  startedAfter?: string;
  startedBefore?: string;
  stuck?: boolean;
  dryRun?: boolean;
};
export type ReplayOptions = TargetOptions &
  ConsentOptions &
  Filter & { all?: boolean; watch?: boolean };

/** One saga with its steps. */
export const readSaga = async ({ api }: Connected, name: string): Promise<SagaWithSteps> =>
  SagaWithSteps.parse(await api.asOperator('GET', `sagas/${encodeURIComponent(name)}`, {}));

const ended = async (to: Connected, name: string): Promise<SagaWithSteps> => {
  for (;;) {
    const saga = await readSaga(to, name);
    if (saga.status !== 'running') return saga;
    await sleep(POLL_MS);
  }
};

const replayOne = async (to: Connected, name: string, watch: boolean): Promise<number> => {
  const path = `sagas/${encodeURIComponent(name)}/replay`;
  const { executionName, undoOnly } = Replayed.parse(await to.api.asOperator('POST', path, {}));
  const { terminal } = to;
  if (undoOnly !== undefined) {
    terminal.note(`only what is stuck will be undone: ${undoOnly}`);
  }
  if (!watch) {
    if (to.json) terminal.json({ executionName, undoOnly });
    else terminal.line(`replaying as ${executionName}`);
    return 0;
  }
  terminal.note(`replaying as ${executionName} …`);
  const saga = await ended(to, executionName);
  if (to.json) terminal.json(saga);
  else printSaga(to, saga);
  return saga.status === 'succeeded' ? 0 : 1;
};

const pagesOf = async (to: Connected, filter: Filter): Promise<Bulk> => {
  const { tenant: tenantId, dryRun = false, ...rest } = filter;
  const all: Bulk = { matched: [], replayed: [], refused: [] };
  let nextToken: string | undefined;
  do {
    const body = { ...rest, tenantId, dryRun, nextToken };
    const page = Bulk.parse(await to.api.asOperator('POST', 'sagas/replay', { body }));
    all.matched.push(...page.matched);
    all.replayed.push(...page.replayed);
    all.refused.push(...page.refused);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return all;
};

const printBulk = ({ terminal }: Connected, bulk: Bulk, dryRun: boolean): void => {
  const { matched, replayed, refused } = bulk;
  const reasons = new Map(refused.map(({ executionName, reason }) => [executionName, reason]));
  if (matched.length > 0) {
    terminal.table(
      ['EXECUTION', 'TENANT', 'FAILED AT', dryRun ? 'WOULD BE' : 'IS'],
      matched.map(({ executionName, tenantId = '', failedStep = '' }) => {
        const reason = reasons.get(executionName);
        const fate = reason ? terminal.paint('bad', `refused: ${reason}`) : 'replayed';
        return [executionName, tenantId, failedStep, fate];
      }),
    );
  }
  const done = dryRun ? `${matched.length - refused.length} would be` : `${replayed.length}`;
  terminal.line(`${matched.length} matched, ${done} replayed, ${refused.length} refused`);
};

const replayAll = async (to: Connected, filter: Filter): Promise<number> => {
  const bulk = await pagesOf(to, filter);
  if (to.json) to.terminal.json(bulk);
  else printBulk(to, bulk, filter.dryRun === true);
  return bulk.refused.length > 0 && !filter.dryRun ? 1 : 0;
};

const filterGiven = (filter: Filter): boolean =>
  Object.values(filter).some((value) => value !== undefined);

/** Replays one saga by its name, or with `all` those that match the filter. Answers the exit code. */
export const replay = async (
  session: Session,
  name: string | undefined,
  options: ReplayOptions,
): Promise<number> => {
  const {
    all,
    watch = false,
    outputs: _file,
    target: _place,
    json: _json,
    yes: _yes,
    ...filter
  } = options;
  if ((name === undefined) === !all) throw new UsageError('name one saga, or give --all');
  if (name !== undefined && filterGiven(filter)) {
    throw new UsageError('filters and --dry-run go with --all, not with a name');
  }
  const to = await connected(session, options);
  if (!filter.dryRun) await agree(to, options, `replaying ${name ?? 'failed sagas'}`);
  return name === undefined ? replayAll(to, filter) : replayOne(to, name, watch);
};
