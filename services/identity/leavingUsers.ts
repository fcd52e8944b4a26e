import type { Found } from '#shared/eraseTenant.ts';
import { everyMember, type Member } from './member.ts';
import { inPool } from './people.ts';
import type { Joining } from './person.ts';
import { type RemovalPorts, removeCandidates } from './removeUsers.ts';

/** How many people have no membership but these. */
const countLast = async (
  { people }: RemovalPorts,
  ending: readonly (Member | Joining)[],
): Promise<number> => {
  const ids = new Set(ending.map(({ membershipId }) => membershipId));
  const places = new Map(ending.map((one) => [`${one.userPoolId} ${one.email}`, one]));
  let last = 0;
  for (const place of places.values()) {
    const { memberships = [] } = (await people.get(place)) ?? {};
    if ([...memberships].every((one) => ids.has(one))) last += 1;
  }
  return last;
};

/**
 * All people of a tenant that has left. Its own pool is gone with its users; of the pool that tenants share, those
 * are deleted who are in no other tenant.
 */
export const leavingUsers =
  (all: RemovalPorts) =>
  async ({ tenantId }: { tenantId: string }): Promise<Found> => {
    const ports = inPool(all, all.pooledUserPoolId);
    const joinings = await ports.people.joiningsOf(tenantId);
    const members: Member[] = [];
    for await (const member of everyMember(ports.members, tenantId)) members.push(member);
    const ending = [...members, ...joinings];
    return {
      items: [
        { kind: 'members', count: ending.length },
        { kind: 'users', count: await countLast(ports, ending) },
      ],
      async erase() {
        // Decisions and counts first: a run that was cut off finds them again by those who are left.
        for (const madeFor of new Set(ending.map((each) => each.madeFor))) {
          await ports.members.forgetDecision(madeFor);
          await ports.members.forget(madeFor);
        }
        await removeCandidates(ports, { members, joinings });
      },
    };
  };
