import { AwsError } from '../endpoint/errors.ts';
import type { Access, Permission } from './access.ts';
import type { PolicyKind, Verdict } from './policy/decide.ts';

const NAMES: Readonly<Record<PolicyKind, string>> = {
  identity: 'identity-based policy',
  session: 'session policy',
  resource: 'resource-based policy',
  trust: 'role trust policy',
};

const ARTICLES: Readonly<Record<PolicyKind, string>> = {
  identity: 'an',
  session: 'a',
  resource: 'a',
  trust: 'the',
};

type Refusal = Extract<Verdict, { allowed: false }>;

const reason = ({ kind, explicit }: Refusal, action: string): string =>
  explicit
    ? `with an explicit deny in ${ARTICLES[kind]} ${NAMES[kind]}`
    : `because no ${NAMES[kind]} allows the ${action} action`;

/** The error for a call that the policies refuse, in AWS's words. */
export const refused = (
  who: string,
  { action, resource }: Permission,
  { verdict, as }: { verdict: Refusal; as: Access['refusal'] },
): AwsError =>
  new AwsError(
    as.code,
    `User: ${who} is not authorized to perform: ${action} on resource: ${resource} ${reason(verdict, action)}`,
    { status: as.status },
  );
