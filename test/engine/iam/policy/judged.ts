import { ContextKeys } from '../../../../engine/iam/policy/contextKeys.ts';
import { decide } from '../../../../engine/iam/policy/decide.ts';
import { compilePolicy } from '../../../../engine/iam/policy/policy.ts';
import { type PolicyUse, readPolicy } from '../../../../engine/iam/policyDocument.ts';
import type { JsonObject } from '../../../../engine/kernel/json.ts';

export const ACCOUNT = '000000000000';
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/App`;
export const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/App/one`;
export const TABLE = `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/orders`;
// biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
export const TENANT = '${aws:PrincipalTag/TenantId}';

type Keys = Record<string, string | string[]>;

const policy = (statement: JsonObject, use: PolicyUse, Version = '2012-10-17') =>
  compilePolicy('p', readPolicy(JSON.stringify({ Version, Statement: statement }), use));

const subject = {
  kind: 'role',
  accountId: ACCOUNT,
  roleArn: ROLE,
  sessionArn: SESSION,
} as const;

export const allow = { Effect: 'Allow', Action: '*', Resource: '*' };

/** The verdict on reading a table, or on assuming a role where there is a trust policy. */
export const judged = (
  policies: {
    identity?: JsonObject;
    session?: JsonObject;
    resource?: JsonObject;
    trust?: JsonObject;
    version?: string;
  },
  keys: Keys = {},
  resource = TABLE,
): string => {
  const { identity, session, version } = policies;
  const on = policies.resource && policy(policies.resource, 'resource');
  const verdict = decide(
    {
      action: policies.trust ? 'sts:AssumeRole' : 'dynamodb:GetItem',
      resource,
      keys: new ContextKeys(keys),
      subject,
    },
    {
      identity: identity ? [policy(identity, 'identity', version)] : [],
      session: session && policy(session, 'identity'),
      resource: policies.trust ? policy(policies.trust, 'trust') : on,
      isTrust: policies.trust !== undefined,
    },
  );
  if (verdict.allowed) return 'allowed';
  return `${verdict.explicit ? 'explicitly' : 'implicitly'} denied by ${verdict.kind}`;
};

/** Whether a condition lets a request with these keys pass. */
export const under = (Condition: JsonObject, keys: Keys, version?: string): boolean =>
  judged({ identity: { ...allow, Condition }, ...(version && { version }) }, keys) === 'allowed';
