import type { Intervention } from './intervention.ts';
import type { Mishap } from './plan.ts';
import { intervened, meets, type Race, race, SECOND } from './race.ts';

const CHANGE = 'provisioning/tenants/tenantStatus';
const RELAY = 'provisioning/tenants/relayStatus';

/** People use the tenant by then. */
const IN_USE = 120 * SECOND;

const at = (
  kind: Intervention['kind'],
  after: number,
  event?: Intervention['event'],
): Intervention => ({
  kind,
  phase: 'during',
  after,
  which: 0,
  ...(event !== undefined && { event }),
});

/** While a tenant is switched, something goes wrong; the later ones of the runs have it switched on again. */
const switched = (name: string, mishaps: Mishap[]): Race[] => [
  intervened(race(`${name}, off`, mishaps), [at('deactivate', IN_USE)]),
  intervened(race(`${name}, off and on`, mishaps), [
    at('deactivate', IN_USE),
    at('activate', IN_USE + 2 * SECOND),
  ]),
];

/** Runs in which a tenant is switched off and on. */
export const statusRaces: readonly Race[] = [
  ...switched('a tenant is switched', []),
  ...switched('the bus does not hear that a tenant is switched', [
    meets('denied', [`${CHANGE} events:PutEvents`, 1], 2),
    meets('denied', [`${RELAY} events:PutEvents`, 1], 2),
  ]),
  ...switched('a crash comes between the change and the bus', [
    meets('crashAfter', [`${CHANGE} dynamodb:UpdateItem`, 1]),
  ]),
  ...switched('the answer to a change is lost', [
    meets('lost', [`${CHANGE} dynamodb:UpdateItem`, 1], 4),
  ]),
  ...switched('a change stays in the outbox that the bus has heard', [
    meets('denied', [`${CHANGE} dynamodb:UpdateItem`, 2], 2),
  ]),
  intervened(race('a tenant is switched off and on at one moment', []), [
    at('deactivate', IN_USE),
    at('activate', IN_USE),
    at('deactivate', IN_USE),
    at('activate', IN_USE),
  ]),
  // Both have read that it is active; the first one's write is tried again after the second one's.
  intervened(
    race('two operators switch a tenant off', [
      meets('silent', [`${CHANGE} dynamodb:UpdateItem`, 1]),
    ]),
    [at('deactivate', IN_USE), at('deactivate', IN_USE + 2 * SECOND)],
  ),
  // The bus takes the first change at the second try; meanwhile the next one is written, and not told.
  intervened(
    race('a tenant is switched on while the bus is told that it is off', [
      meets('silent', [`${CHANGE} events:PutEvents`, 1]),
      meets('denied', [`${CHANGE} events:PutEvents`, 2]),
    ]),
    [at('deactivate', IN_USE), at('activate', IN_USE + 2 * SECOND)],
  ),
  intervened(race('a tenant hears of its deactivation after it is active again', []), [
    at('deactivate', IN_USE),
    at('activate', IN_USE + 10 * SECOND),
    at('redeliver', IN_USE + 20 * SECOND, 'TenantDeactivated'),
  ]),
];
