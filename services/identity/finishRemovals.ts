import { decodeTime } from 'ulid';
import type { Measure } from '#shared/measure.ts';
import { throwFailures } from '#shared/throwFailures.ts';
import { finishMove } from './finishMove.ts';
import {
  finishClosing,
  forgetClosed,
  inPool,
  type RemovePorts,
  removeJoining,
  removeMember,
} from './people.ts';
import type { UnfinishedRows } from './unfinishedRows.ts';

export type FinishPorts = RemovePorts & {
  unfinished: UnfinishedRows;
  pooledUserPoolId: string;
  measure: Measure;
};

/** A younger removal may still be under way where it began. */
const REMOVAL_GRACE_MS = 60_000;

/** No function that makes members runs so long: what was begun before this is nobody's work any more. */
export const MAKER_GRACE_MS = 300_000;

/** What is to be done, and since when. */
type Due = { dueForMs: number; finish(): Promise<void> };

type Place = { userPoolId: string; tenantId?: string | undefined };

/** A tenant's own pool goes with the tenant: none of its users is deleted one by one after that. */
const inPoolOf = async (
  ports: FinishPorts,
  { userPoolId, tenantId }: Place,
): Promise<FinishPorts> => {
  const { pooledUserPoolId, latestRoute } = ports;
  const isShared = userPoolId === pooledUserPoolId || tenantId === undefined;
  const route = isShared ? undefined : await latestRoute(tenantId);
  return inPool(ports, route?.userPoolId ?? pooledUserPoolId);
};

/** Everything that has waited for longer than whoever began it can be at work. */
const everythingDue = async (ports: FinishPorts): Promise<Due[]> => {
  const { unfinished } = ports;
  const now = ports.now().getTime();
  const due = async <Row extends { since: string }>(
    read: (before: Date) => Promise<Row[]>,
    graceMs: number,
    finish: (row: Row) => Promise<void>,
  ): Promise<Due[]> => {
    const rows = await read(new Date(now - graceMs));
    return rows.map((row) => ({
      dueForMs: now - graceMs - decodeTime(row.since),
      finish: () => finish(row),
    }));
  };
  const all = await Promise.all([
    due(unfinished.leaving, REMOVAL_GRACE_MS, async (member) =>
      removeMember(await inPoolOf(ports, member))(member),
    ),
    due(unfinished.joining, MAKER_GRACE_MS, async (joining) =>
      removeJoining(await inPoolOf(ports, joining))(joining),
    ),
    due(unfinished.closing, REMOVAL_GRACE_MS, async ({ lastTenantId: tenantId, ...person }) =>
      finishClosing(await inPoolOf(ports, { ...person, tenantId }), person),
    ),
    due(unfinished.closed, MAKER_GRACE_MS, async ({ lastTenantId: tenantId, ...person }) =>
      forgetClosed(await inPoolOf(ports, { ...person, tenantId }), person),
    ),
    due(unfinished.moving, REMOVAL_GRACE_MS, async (move) => {
      const [tenantId] = move.tenantIds ?? [];
      await finishMove(await inPoolOf(ports, { ...move, tenantId }))(move);
    }),
  ]);
  return all.flat();
};

/**
 * Finishes what a crash left of the end of memberships and of changes of addresses, and takes back memberships
 * that were asked for and never made. Throws when something is left.
 */
export const finishRemovals = (ports: FinishPorts) => async (): Promise<{ finished: number }> => {
  const due = await everythingDue(ports);
  const oldest = Math.max(0, ...due.map(({ dueForMs }) => dueForMs));
  ports.measure('OldestUnfinishedRemoval', oldest / 1_000);
  const settled = await Promise.allSettled(due.map(({ finish }) => finish()));
  throwFailures(
    settled,
    'removal not finished',
    (count) => `${count} removals are still unfinished`,
  );
  return { finished: due.length };
};
