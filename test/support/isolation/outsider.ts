import type { JsonObject } from '../../../engine/kernel/json.ts';
import type { Product } from '../product.ts';

/** A role of somebody else in the account, who may put whatever he likes on every bus. */
export const OUTSIDER = 'Outsider';

export const addOutsider = async ({ engine }: Product): Promise<void> => {
  const document = (statement: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const asRoot = (operation: string, input: JsonObject) =>
    engine.call({
      service: 'iam',
      operation,
      input: { RoleName: OUTSIDER, ...input },
      principal: { kind: 'root', accountId: engine.accountId },
    });
  const trust = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' };
  await asRoot('CreateRole', { AssumeRolePolicyDocument: document(trust) });
  const everything = document({ Effect: 'Allow', Action: 'events:*', Resource: '*' });
  await asRoot('PutRolePolicy', { PolicyName: 'everything', PolicyDocument: everything });
};

/** What somebody puts on the bus. */
export type Sent = { source: string; type: string; detail: object };

/** What the bus says to a role that puts these: one error, or how many entries it did not take. */
export const putAs = (
  { engine, outputs }: Product,
  roleName: string,
  sent: readonly Sent[],
): Promise<string> => {
  const Entries = sent.map(({ source, type, detail }) => ({
    EventBusName: outputs.EventBusName,
    Source: source,
    DetailType: type,
    Detail: JSON.stringify(detail),
  }));
  const { accountId } = engine;
  const principal = { kind: 'role', accountId, roleName, sessionName: 'attack', tags: {} } as const;
  const call = { service: 'events', operation: 'PutEvents', input: { Entries }, principal };
  return engine.call(call).then(
    ({ FailedEntryCount }) => `${String(FailedEntryCount)} not taken`,
    (error: { code?: string }) => String(error.code),
  );
};
