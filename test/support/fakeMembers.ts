import {
  administers,
  type Decision,
  type Member,
  type Members,
} from '../../services/identity/member.ts';

/** Members in memory, by username; `announced` are the TenantProvisioned of tenants that have their first admin. */
export const fakeMembers = (start: readonly Member[] = [], announced: readonly string[] = []) => {
  const kept = new Map(start.map((member) => [member.username, member]));
  const inOrder = () => [...kept.values()].sort((a, b) => (a.username < b.username ? -1 : 1));
  const forgotten: string[] = [];
  const decisions = new Map<string, Decision>(
    announced.map((madeFor) => [madeFor, { kind: 'announced' }]),
  );
  const members: Members = {
    get: async (username) => kept.get(username),
    async add(member) {
      if (!kept.has(member.username)) kept.set(member.username, member);
    },
    async markAnnounced(username) {
      const member = kept.get(username);
      if (!member) throw new Error(`no member ${username}`);
      kept.set(username, { ...member, announced: true });
    },
    async change(member, to) {
      const others = inOrder().filter(
        ({ tenantId, username }) => tenantId === member.tenantId && username !== member.username,
      );
      const losesAdmin = administers(member) && !administers(to);
      if (losesAdmin && !others.some(administers)) return 'lastAdmin';
      kept.set(member.username, { ...member, ...to });
      return 'changed';
    },
    async remove(username) {
      kept.delete(username);
    },
    async decide(madeFor, decision) {
      const first = decisions.get(madeFor) ?? decision;
      decisions.set(madeFor, first);
      return first;
    },
    decided: async (madeFor) => decisions.get(madeFor),
    async forget(madeFor) {
      forgotten.push(madeFor);
    },
    list: async (tenantId, { limit, after = '' }) =>
      inOrder()
        .filter((member) => member.tenantId === tenantId && member.username > after)
        .slice(0, limit),
  };
  return { members, kept, forgotten };
};
