import { z } from 'zod';
import type { Principal } from '../../endpoint/call.ts';
import { AwsError, unsupportedOperation } from '../../endpoint/errors.ts';
import { formInteger, formList } from '../../endpoint/protocols/formFields.ts';
import { type Operation, operation } from '../../endpoint/service.ts';
import type { Engine } from '../../engine.ts';
import { checkPolicy } from '../../iam/policy/policy.ts';
import { principalArn } from '../../iam/principalArn.ts';
import { rolesIn, type StoredRole, Tag } from '../../iam/roleStore.ts';
import { sessionTags } from './sessionTags.ts';

const LONGEST_CHAINED_SESSION = 3600;

/** Parameters that would change who may do what; the engine does not act on them. */
const UNSUPPORTED = [
  'PolicyArns',
  'ProvidedContexts',
  'SerialNumber',
  'SourceIdentity',
  'TokenCode',
];

const AssumeRoleInput = z.looseObject({
  RoleArn: z.string().min(20).max(2048),
  RoleSessionName: z.string().regex(/^[\w+=,.@-]{2,64}$/),
  DurationSeconds: formInteger(900, 43_200).default(3600),
  Policy: z.string().min(1).max(2048).optional(),
  Tags: formList(Tag, 50).default([]),
  TransitiveTagKeys: formList(z.string(), 50).default([]),
});
type AssumeRoleInput = z.infer<typeof AssumeRoleInput>;

const refuseUnsupported = (input: AssumeRoleInput): void => {
  const option = UNSUPPORTED.find((name) => input[name] !== undefined);
  if (option) throw unsupportedOperation('sts', `AssumeRole with ${option}`);
};

const checkDuration = (role: StoredRole, seconds: number, caller: Principal): void => {
  if (seconds > role.maxSessionDuration) {
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  if (caller.kind === 'role' && seconds > LONGEST_CHAINED_SESSION) {
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  }
};

/** AWS does not tell a role that is missing from one that does not trust the caller. */
const accessDenied = (caller: Principal, roleArn: string): AwsError =>
  new AwsError(
    'AccessDenied',
    `User: ${principalArn(caller)} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    { status: 403 },
  );

/** Temporary keys of a role. Whether the caller may have them is authorization's to say. */
export const assumeRole = (engine: Engine): Operation => {
  const roles = rolesIn(engine.store);
  return operation(AssumeRoleInput, async (input, { principal: caller }) => {
    refuseUnsupported(input);
    const role = await roles.get(input.RoleArn.split('/').at(-1) ?? '');
    if (role?.arn !== input.RoleArn) throw accessDenied(caller, input.RoleArn);
    checkDuration(role, input.DurationSeconds, caller);
    if (input.Policy !== undefined) checkPolicy(input.Policy, 'identity');
    const session: Principal = {
      kind: 'role',
      accountId: engine.accountId,
      roleName: role.name,
      sessionName: input.RoleSessionName,
      ...sessionTags(caller, input.Tags, input.TransitiveTagKeys),
      ...(input.Policy !== undefined && { sessionPolicy: input.Policy }),
    };
    const keys = engine.credentials.issue(session, input.DurationSeconds * 1000);
    return {
      Credentials: {
        AccessKeyId: keys.accessKeyId,
        SecretAccessKey: keys.secretAccessKey,
        SessionToken: keys.sessionToken,
        Expiration: Math.floor(keys.expiration / 1000),
      },
      AssumedRoleUser: {
        AssumedRoleId: `${role.id}:${session.sessionName}`,
        Arn: principalArn(session),
      },
    };
  });
};
