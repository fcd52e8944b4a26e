import type { Creation, NewUser, Place } from '../../../services/identity/cognitoUsers.ts';
import { type EnrolPorts, enrol, type Origin } from '../../../services/identity/enrol.ts';
import type { Member } from '../../../services/identity/member.ts';
import { aRoute, aTenantId, aUlid, aUsername } from '../../support/builders.ts';
import { fakeBus } from '../../support/fakeBus.ts';
import { fakeMembers } from '../../support/fakeMembers.ts';
import { fixedNow } from '../../support/fakes.ts';

/** A user of the first tenant as it stands. */
export const user: NewUser = {
  userPoolId: 'us-east-1_pooled',
  tenantId: aTenantId(1),
  madeFor: aRoute(1).provisionedEventId,
  email: 'user1@example.com',
  role: 'TenantUser',
};

export const origin = (more: Partial<Origin> = {}): Origin => ({
  correlationId: aUlid(1),
  causedAt: new Date('2026-01-05T09:29:00.000Z'),
  isFirst: false,
  ...more,
});

/** Cognito's answer to making that user. */
export const creation = {
  kind: 'created',
  username: aUsername(1),
  createdAt: fixedNow(),
  role: 'TenantUser',
} as const satisfies Creation;

/** `enrol` in an announced tenant, over members and a bus in memory; `deleted` are the users that it took from Cognito. */
export const setUp = (known: Member[] = [], more: Partial<EnrolPorts> = {}) => {
  const bus = fakeBus();
  const { members, kept, forgotten } = fakeMembers(known, [user.madeFor]);
  const deleted: Place[] = [];
  const ports: EnrolPorts = {
    createUser: async () => creation,
    async deleteUser(place) {
      deleted.push(place);
    },
    members,
    publish: bus.publish,
    latestRoute: async () => aRoute(1),
    removeUsers: async () => true,
    ...more,
  };
  return { ports, run: enrol(ports), bus, kept, forgotten, deleted };
};
