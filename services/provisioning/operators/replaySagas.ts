import type * as z from 'zod';
import type { Run } from '#shared/declaredRoute.ts';
import { nextTokenOf } from '#shared/page.ts';
import type { SagaSubject } from '../saga/defineSaga.ts';
import { OVERTAKEN, type ReplayPlan, type ReplayPorts, replayPlan } from '../saga/replayPlan.ts';
import { type ListedExecution, mergedPage } from '../saga/sagaPages.ts';
import { runsOf } from '../saga/sagaRuns.ts';
import { originOf, type SagaView, sagaView } from '../saga/sagaView.ts';
import { fewAtOnce } from './fewAtOnce.ts';
import type { sagasFunction } from './sagas.function.ts';
import { LISTED, noSuchPage } from './sagas.ts';

type Route = (typeof sagasFunction)['routes']['POST /sagas/replay'];
type Filter = z.infer<Route['request']>['body'];

type Match<Input extends SagaSubject> = { saga: SagaView; plan: ReplayPlan<Input> };

const startedIn = (
  { startedAfter, startedBefore }: Filter,
  { startedAt }: ListedExecution,
): boolean =>
  (startedAfter === undefined || startedAt > startedAfter) &&
  (startedBefore === undefined || startedAt < startedBefore);

const fits = ({ failedStep, tenantId, stuck }: Filter, saga: SagaView): boolean =>
  (failedStep === undefined || saga.failedStep === failedStep) &&
  (tenantId === undefined || saga.tenantId === tenantId) &&
  (stuck === undefined || (saga.stuck ?? []).length > 0 === stuck);

/** A failed run with what its replay would be; undefined when it does not fit or a newer run exists. */
const matchOf = async <Input extends SagaSubject>(
  ports: ReplayPorts<Input>,
  filter: Filter,
  name: string,
): Promise<Match<Input> | undefined> => {
  const last = (await runsOf(ports, originOf(name).eventId)).at(-1);
  if (!last || last.name !== name) return undefined;
  const saga = sagaView(ports.saga, last);
  return fits(filter, saga) ? { saga, plan: await replayPlan(ports, last) } : undefined;
};

/** Starts what was planned; one whose name another run has taken meanwhile is refused. */
const replayed = async <Input extends SagaSubject>(
  ports: ReplayPorts<Input>,
  { saga, plan }: Match<Input>,
): Promise<Match<Input>> => {
  if (plan.kind === 'refused') return { saga, plan };
  const started = await ports.start(plan.executionName, plan.input);
  return { saga, plan: started ? plan : { kind: 'refused', reason: OVERTAKEN } };
};

const replyOf = (matches: readonly Match<SagaSubject>[], dryRun: boolean) => ({
  matched: matches.map(({ saga: { executionName, tenantId, failedStep } }) => ({
    executionName,
    tenantId,
    failedStep,
  })),
  replayed: matches.flatMap(({ plan }) =>
    plan.kind === 'replay' && !dryRun ? [plan.executionName] : [],
  ),
  refused: matches.flatMap(({ saga: { executionName }, plan }) =>
    plan.kind === 'refused' ? [{ executionName, reason: plan.reason }] : [],
  ),
});

/** The failed runs of one page that fit, replayed unless this is a dry run. */
const matchesIn = async <Input extends SagaSubject>(
  ports: ReplayPorts<Input>,
  filter: Filter,
  runs: readonly ListedExecution[],
): Promise<Match<Input>[]> => {
  const carriedOut = async ({ name }: ListedExecution) => {
    const match = await matchOf(ports, filter, name);
    return match && !filter.dryRun ? replayed(ports, match) : match;
  };
  return (await fewAtOnce(runs, carriedOut)).filter((match) => match !== undefined);
};

/** Whether all later pages are older than what is asked for. */
const isPast = ({ startedAfter }: Filter, last: ListedExecution | undefined): boolean =>
  startedAfter !== undefined && last !== undefined && last.startedAt <= startedAfter;

/**
 * Replays all sagas of one page that failed and fit, each by its newest run; a dry run, which is what
 * it is unless told otherwise, only says which. Go on by `nextToken`.
 */
export const replaySagas =
  <Input extends SagaSubject>(ports: ReplayPorts<Input>): Run<Route> =>
  async ({ body: filter }) => {
    const { status, limit, nextToken: after } = filter;
    const page = await mergedPage(ports.list, LISTED[status], { limit, after });
    if (!page) return noSuchPage();
    const runs = page.executions.filter((run) => startedIn(filter, run));
    const matches = await matchesIn(ports, filter, runs);
    const next = isPast(filter, page.executions.at(-1)) ? undefined : page.next;
    const body = { ...replyOf(matches, filter.dryRun), nextToken: nextTokenOf(next) };
    return { status: 200, body };
  };
