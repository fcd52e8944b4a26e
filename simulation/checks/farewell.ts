import type { MemoryDatabase } from '#engine';
import { TenantOffboarded } from '../../events/schemas/offboarding.ts';
import { factsOf } from './facts.ts';
import type { SeenEvent } from './witness.ts';

/**
 * Where a tenant that has left may still be named: runs of sagas and the archive, which AWS keeps for a time; its id,
 * which nobody else has; its registration; and the receipt of its erasure.
 */
const RESIDUAL = /^(?:states\.[a-zA-Z]+|events\.archived)\0/;
const RESIDUAL_ROWS = /"pk":\{"S":"(?:tenant|registration|term)#|"offboardedEventId"/;

const isResidual = (key: string, text: string): boolean =>
  key.startsWith('items\0') ? RESIDUAL_ROWS.test(text) : RESIDUAL.test(key);

/** Everything that is stored and names the tenant. */
const tracesOf = (database: MemoryDatabase, tenantId: string): string[] =>
  database
    .under('')
    .filter(([key, text]) => key.includes(tenantId) || text.includes(tenantId))
    .filter(([key, text]) => !isResidual(key, text))
    .map(([key, text]) => (key.startsWith('items\0') ? text : key.replaceAll('\0', ' ')));

const told = (events: readonly SeenEvent[], tenantId: string): Set<string> =>
  new Set(
    events
      .filter(({ DetailType }) => DetailType === TenantOffboarded.type)
      .map(({ Detail }) => TenantOffboarded.detail.parse(JSON.parse(Detail)))
      .filter(({ data }) => data.tenantId === tenantId)
      .map(({ metadata }) => metadata.eventId),
  );

/** What is wrong with the leaving of these tenants: something of them is left, or it was not told, or told twice. */
export const farewellViolations = (
  database: MemoryDatabase,
  events: readonly SeenEvent[],
  left: readonly string[],
): string[] => {
  const { receipts } = factsOf(database);
  return left.flatMap((tenantId) => {
    const receipt = receipts.find((one) => one.tenantId === tenantId);
    const ids = told(events, tenantId);
    return [
      ...tracesOf(database, tenantId).map((key) => `${tenantId} has left, but for ${key}`),
      ...(receipt?.offboardedAt === undefined
        ? [`${tenantId} has no receipt that is complete`]
        : []),
      ...(ids.size === 1 ? [] : [`${ids.size} events tell that ${tenantId} has left`]),
    ];
  });
};
