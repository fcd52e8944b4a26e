import type { Asked, Match, Policy, Source } from './policy.ts';

/** A kind of policy, as AWS's messages tell them apart. */
export type PolicyKind = 'identity' | 'session' | 'resource' | 'trust';

/** All policies that have a say about one request. */
export type Applicable = {
  /** Of the role; none for a service. */
  identity: readonly Policy[];
  session?: Policy | undefined;
  /** Of the resource. For AssumeRole it is the role's trust policy, without which nobody may. */
  resource?: Policy | undefined;
  isTrust: boolean;
};

/** `by` names the statements that allow; a refusal says which kind of policy made it, and how. */
export type Verdict =
  | { allowed: true; by: readonly Source[] }
  | { allowed: false; kind: PolicyKind; explicit: boolean };

type Matches = Readonly<Record<'identity' | 'session' | 'resource', readonly Match[]>>;

const KINDS = ['identity', 'session', 'resource'] as const;

const allows = (matches: readonly Match[], ...namings: readonly Match['naming'][]): Match[] =>
  matches.filter(({ effect, naming }) => effect === 'Allow' && namings.includes(naming));

const allowed = (by: readonly Match[]): Verdict => ({
  allowed: true,
  by: by.map(({ policy, statement }) => ({ policy, statement })),
});

const implicitly = (kind: PolicyKind): Verdict => ({ allowed: false, kind, explicit: false });

/** What a role may by its own policies and by a resource policy that names it. */
const granted = (matches: Matches, isTrust: boolean): Match[] => {
  const byRole = allows(matches.resource, 'role');
  const byAccount = allows(matches.resource, 'account');
  const own = allows(matches.identity, 'self');
  const ownCounts = !isTrust || byAccount.length > 0;
  return ownCounts && own.length > 0 ? [...byRole, ...own, ...byAccount] : byRole;
};

const roleVerdict = (matches: Matches, applicable: Applicable): Verdict => {
  const { isTrust, session } = applicable;
  const direct = allows(matches.resource, 'self');
  // A resource policy that names the session itself is bounded by no session policy.
  if (direct.length > 0) return allowed(direct);
  const grants = granted(matches, isTrust);
  const trusted = allows(matches.resource, 'account').length > 0;
  if (grants.length === 0) return implicitly(isTrust && !trusted ? 'trust' : 'identity');
  const bounded = allows(matches.session, 'self');
  if (session && bounded.length === 0) return implicitly('session');
  return allowed([...grants, ...bounded]);
};

const serviceVerdict = (matches: Matches, isTrust: boolean): Verdict => {
  const direct = allows(matches.resource, 'self');
  return direct.length > 0 ? allowed(direct) : implicitly(isTrust ? 'trust' : 'resource');
};

/** Decides as IAM does when principal and resource are of one account: explicit denial wins. */
export const decide = (asked: Asked, applicable: Applicable): Verdict => {
  const { identity, session, resource, isTrust } = applicable;
  const matches: Matches = {
    identity: identity.flatMap((policy) => policy.matches(asked)),
    session: session?.matches(asked) ?? [],
    resource: resource?.matches(asked) ?? [],
  };
  const denying = KINDS.find((kind) => matches[kind].some(({ effect }) => effect === 'Deny'));
  if (denying) {
    const kind = denying === 'resource' && isTrust ? 'trust' : denying;
    return { allowed: false, kind, explicit: true };
  }
  return asked.subject.kind === 'service'
    ? serviceVerdict(matches, isTrust)
    : roleVerdict(matches, applicable);
};
