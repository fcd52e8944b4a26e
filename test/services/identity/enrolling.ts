import {
  type EnrolPorts,
  enrol,
  type NewMember,
  type Origin,
} from '../../../services/identity/enrol.ts';
import type { Member } from '../../../services/identity/member.ts';
import { removeUsers } from '../../../services/identity/removeUsers.ts';
import { aMember, aRoute, aTenantId, aUlid } from '../../support/builders.ts';
import { fakeBus } from '../../support/fakeBus.ts';
import { fakeCognito } from '../../support/fakeCognito.ts';
import { fakeOutbox } from '../../support/fakeOutbox.ts';
import { membershipsOn } from '../../support/memberships.ts';
import type { ProductEngine } from '../../support/productEngine.ts';

/** Whom to make a member of the first tenant as it stands. */
export const user: NewMember = {
  userPoolId: 'us-east-1_pooled',
  tenantId: aTenantId(1),
  tenantName: aRoute(1).tenantName,
  madeFor: aRoute(1).provisionedEventId,
  email: 'user1@example.com',
  role: 'TenantUser',
};

/** That person as a member: known to the tenant, and signed in. */
export const known = (more: Partial<Member> = {}): Member =>
  aMember(1, { role: 'TenantUser', ...more });

export const origin = (more: Partial<Origin> = {}): Origin => ({
  correlationId: aUlid(1),
  causedAt: new Date('2026-01-05T09:29:00.000Z'),
  isFirst: false,
  ...more,
});

/** `enrol` over members in a table, and a bus and Cognito in memory, in a tenant whose first admin was announced. */
export const enrollingOn = (engine: () => ProductEngine) => {
  const memberships = membershipsOn(engine);
  return async (there: readonly Member[] = [], more: Partial<EnrolPorts> = {}) => {
    const bus = fakeBus();
    const cognito = fakeCognito();
    const { tableName, members, people, moving, join } = await memberships(there);
    const { outbox, sent } = fakeOutbox(tableName);
    for (const { username, ...place } of there) {
      cognito.put(place, { username, createdAt: new Date(0), hasSignedIn: true });
    }
    let ulids = 5_000;
    const owned = {
      ...moving,
      members,
      people,
      cognito: cognito.cognito,
      newUlid() {
        ulids += 1;
        return aUlid(ulids);
      },
    };
    const ports: EnrolPorts = {
      ...owned,
      outbox,
      publish: bus.publish,
      latestRoute: async () => aRoute(1),
      removeUsers: removeUsers({ ...owned, pooledUserPoolId: user.userPoolId }),
      ...more,
    };
    await members.decide(user.madeFor, { kind: 'announced' });
    return {
      ports,
      run: enrol(ports),
      bus,
      cognito,
      /** Mail of ours. */
      sent,
      join,
      /** The tenant's members. */
      list: () => members.list(user.tenantId, { limit: 100, after: undefined }),
    };
  };
};

export type Enrolling = Awaited<ReturnType<ReturnType<typeof enrollingOn>>>;
