import type { MemoryDatabase } from '#engine';
import { TenantOffboarded } from '../../events/schemas/offboarding.ts';
import { erasureParties } from '../../services/provisioning/offboarding/erasureReceipt.ts';
import { factsOf } from './facts.ts';
import type { SeenEvent } from './witness.ts';

/** What AWS keeps for a time of what has happened: runs of sagas, and the archive; and the mail that people got. */
const HISTORY = /^(?:states\.[a-zA-Z]+|events\.archived|mail)\0/;

/**
 * Rows with ids and counts of a tenant that has left: its id, which nobody else has, its registration, receipts, and
 * people of other tenants whom it has invited last.
 */
const RESIDUAL_ROWS =
  /"pk":\{"S":"(?:tenant|registration|term|erasure)#|"offboardedEventId"|"pk":\{"S":"person#.*"invitedBy"/;

/** Rows that are gone within a day or so. */
const EXPIRING = '"expiresAt":{"N"';

const isRow = (key: string): boolean => key.startsWith('items\0');

type Entry = readonly [key: string, text: string];

const shown = ([key, text]: Entry): string => (isRow(key) ? text : key.replaceAll('\0', ' '));

const lasting = (database: MemoryDatabase): Entry[] =>
  database.under('').filter(([key, text]) => !HISTORY.test(key) && !text.includes(EXPIRING));

/** Everything that is stored and names the tenant, or the address of somebody who was of that tenant alone. */
const tracesOf = (entries: readonly Entry[], { tenantId, address }: Leaver): string[] => [
  ...entries
    .filter(([key, text]) => key.includes(tenantId) || text.includes(tenantId))
    .filter(([key, text]) => !(isRow(key) && RESIDUAL_ROWS.test(text)))
    .map(shown),
  ...entries
    .filter(([, text]) => address !== undefined && text.includes(address))
    .map((entry) => `${address} in ${shown(entry)}`),
];

/**
 * A tenant that leaves, the TenantRegistered that it was made for, and the address of its admin where nobody else has
 * the same.
 */
export type Leaver = { tenantId: string; owner: string; address: string | undefined };

/** Who answers here: webhooks hear nothing in these runs. */
const ANSWERING = erasureParties.filter((by) => by !== 'webhooks');

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
  left: readonly Leaver[],
): string[] => {
  const { receipts, claims } = factsOf(database);
  const entries = lasting(database);
  return left.flatMap((leaver) => {
    const { tenantId, owner } = leaver;
    const names = claims.filter(
      ({ pk, claimedBy }) => claimedBy === owner && pk.startsWith('name#'),
    );
    const receipt = receipts.find((one) => one.tenantId === tenantId);
    const ids = told(events, tenantId);
    return [
      ...tracesOf(entries, leaver).map((trace) => `${tenantId} has left, except ${trace}`),
      ...(receipt?.offboardedAt === undefined
        ? [`${tenantId} has no receipt that is complete`]
        : []),
      ...names.map(({ pk }) => `${tenantId} has left, and holds ${pk}`),
      ...ANSWERING.filter((by) => !receipt?.parties[by]).map(
        (by) => `${by} has not said that it has erased what it kept of ${tenantId}`,
      ),
      ...(ids.size === 1 ? [] : [`${ids.size} events tell that ${tenantId} has left`]),
    ];
  });
};
