import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from '@aws-sdk/client-sts';
import { z } from 'zod';
import type { JsonObject } from '../../../engine/kernel/json.ts';
import type { Product } from '../product.ts';

const Issued = z
  .object({ AccessKeyId: z.string(), SecretAccessKey: z.string(), SessionToken: z.string() })
  .transform((keys) => ({
    accessKeyId: keys.AccessKeyId,
    secretAccessKey: keys.SecretAccessKey,
    sessionToken: keys.SessionToken,
  }));
export type SessionKeys = z.infer<typeof Issued>;
const Answer = z.object({ Credentials: Issued });

const LambdaFunction = z.object({
  FunctionName: z.string(),
  FunctionArn: z.string(),
  Role: z.string(),
  Environment: z.object({ Variables: z.record(z.string(), z.string()).default({}) }).optional(),
});
const Functions = z.object({ Functions: z.array(LambdaFunction) });

/** Credentials as functions have them, and the sessions that can be had with them. */
export const isolationSessions = async ({ engine, sdk }: Pick<Product, 'engine' | 'sdk'>) => {
  const asRoot = (service: string, operation: string, input: JsonObject = {}) =>
    engine.call({
      service,
      operation,
      input,
      principal: { kind: 'root', accountId: engine.accountId },
    });

  const { Functions: functions } = Functions.parse(await asRoot('lambda', 'ListFunctions'));
  const named = (pattern: RegExp) => {
    const [found, ...more] = functions.filter((each) => pattern.test(each.FunctionName));
    if (!found || more.length > 0) throw new Error(`not one function is called ${pattern}`);
    return found;
  };

  /** The keys of a function's role, taken as Lambda takes them. */
  const keysOf = async (pattern: RegExp): Promise<SessionKeys> => {
    const { Role, FunctionName, FunctionArn } = named(pattern);
    const answer = await engine.call({
      service: 'sts',
      operation: 'AssumeRole',
      input: { RoleArn: Role, RoleSessionName: FunctionName },
      principal: { kind: 'service', service: 'lambda.amazonaws.com', sourceArn: FunctionArn },
    });
    return Answer.parse(answer).Credentials;
  };

  /** A role of the account that may assume every role and whose keys anybody in it may have. */
  const outsider = async (): Promise<SessionKeys> => {
    const policy = (statement: object) =>
      JSON.stringify({ Version: '2012-10-17', Statement: statement });
    await asRoot('iam', 'CreateRole', {
      RoleName: 'Outsider',
      AssumeRolePolicyDocument: policy({
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: 'sts:AssumeRole',
      }),
    });
    await asRoot('iam', 'PutRolePolicy', {
      RoleName: 'Outsider',
      PolicyName: 'Everything',
      PolicyDocument: policy({ Effect: 'Allow', Action: '*', Resource: '*' }),
    });
    const answer = await engine.call({
      service: 'sts',
      operation: 'AssumeRole',
      input: {
        RoleArn: `arn:aws:iam::${engine.accountId}:role/Outsider`,
        RoleSessionName: 'outsider',
      },
      principal: {
        kind: 'service',
        service: 'lambda.amazonaws.com',
        sourceArn: 'arn:aws:lambda:x',
      },
    });
    return Answer.parse(answer).Credentials;
  };

  const roleArn = named(/Products/).Environment?.Variables['TENANT_ACCESS_ROLE_ARN'] ?? '';

  /** A session of the tenant-access role, asked for with some keys and any parameters. */
  const assume = async (
    credentials: SessionKeys,
    more: Partial<AssumeRoleCommandInput>,
  ): Promise<SessionKeys> => {
    const sts = new STSClient({ ...sdk, credentials, maxAttempts: 1 });
    const asked = { RoleArn: roleArn, RoleSessionName: 'tenant', ...more };
    return Issued.parse((await sts.send(new AssumeRoleCommand(asked))).Credentials);
  };

  /** A tenant's session by the role's own policy alone, without the product's further narrowing. */
  const tenantKeys = async (tenantId: string): Promise<SessionKeys> =>
    assume(await keysOf(/Products/), { Tags: [{ Key: 'TenantId', Value: tenantId }] });

  return { roleArn, keysOf, outsider, assume, tenantKeys };
};
