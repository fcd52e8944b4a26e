import type { Member, Membership } from '../../../services/identity/member.ts';
import { beginMembership } from '../../../services/identity/people.ts';
import { Joining } from '../../../services/identity/person.ts';
import { aMember, aTenantId, aUlid } from '../../support/builders.ts';
import { fakeCognito } from '../../support/fakeCognito.ts';
import { membershipsOn } from '../../support/memberships.ts';
import type { ProductEngine } from '../../support/productEngine.ts';

export const place = aMember(1, { role: 'TenantUser' });
export const first: Joining = Joining.parse(place);
/** The same person’s membership of another tenant. */
export const elsewhere: Joining = { ...first, tenantId: aTenantId(2), membershipId: aUlid(9) };
/** The same person’s next membership of the first tenant. */
export const again: Joining = { ...first, membershipId: aUlid(8) };

/** What `left` answers when nobody is left, and the person is closed. */
export const NOTHING = [undefined, undefined, 'closed'];

/** A person who becomes a member of tenants, over a table, and Cognito in memory. */
export const aPersonOn = (engine: () => ProductEngine) => {
  const memberships = membershipsOn(engine);
  return async () => {
    const { tableName, members, people, moving } = await memberships();
    const { cognito, userAt } = fakeCognito();
    let ulids = 5_000;
    const newUlid = () => {
      ulids += 1;
      return aUlid(ulids);
    };
    const ports = { ...moving, members, people, cognito, newUlid };
    /** Joins as `enrol` does it. */
    const arrive = async (joining: Joining): Promise<Member> => {
      const begun = await beginMembership(ports)(joining, false);
      await cognito.invite(begun);
      const member = { ...place, ...begun, username: userAt(begun)?.username ?? '' };
      await members.add(member);
      return member;
    };
    const person = () => people.get(place);
    /** What is left once the last membership has ended: the user, the membership, and how far the person is. */
    const left = async (was: Membership) => [
      userAt(place),
      await members.get(was),
      (await person())?.unfinished,
    ];
    return { tableName, ports, arrive, left, user: () => userAt(place), person };
  };
};
