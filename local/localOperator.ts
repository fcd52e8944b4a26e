import { z } from 'zod';
import { AwsError, type Engine, type JsonObject, type Random, randomString } from '#engine';
import type { Outputs } from './outputs.ts';

const USERNAME = 'operator@example.com';
const ROLE_ATTRIBUTE = 'custom:userRole';

const Pool = z.object({
  SchemaAttributes: z.array(z.object({ Name: z.string() })).default([]),
});

/** 24 characters that satisfy every password policy and need no quoting in a shell. */
const newPassword = (random: Random): string =>
  [
    ['ABCDEFGHJKLMNPQRSTUVWXYZ', 7],
    ['abcdefghijkmnopqrstuvwxyz', 7],
    ['-', 1],
    ['23456789', 9],
  ]
    .map(([alphabet, length]) => randomString(random, String(alphabet), Number(length)))
    .join('');

const passwordIn = async ({ store, random }: Engine): Promise<string> => {
  const passwords = store.collection('operator.passwords', z.string());
  const known = await passwords.get(USERNAME);
  if (known !== undefined) return known;
  const password = newPassword(random);
  await passwords.put(USERNAME, password);
  return password;
};

const attributesIn = async (
  call: (operation: string, input: JsonObject) => Promise<JsonObject>,
  UserPoolId: string,
): Promise<JsonObject[]> => {
  const { UserPool } = await call('DescribeUserPool', { UserPoolId });
  const names = Pool.parse(UserPool).SchemaAttributes.map((attribute) => attribute.Name);
  return [
    { Name: 'email', Value: USERNAME },
    { Name: 'email_verified', Value: 'true' },
    ...(names.includes(ROLE_ATTRIBUTE) ? [{ Name: ROLE_ATTRIBUTE, Value: 'SystemAdmin' }] : []),
  ];
};

/**
 * The one bridge to the product that runs here: when its stacks name a user pool for operators, an
 * operator can sign in to it, with the same password on every start.
 */
export const localOperator = async (engine: Engine, outputs: Outputs): Promise<Outputs> => {
  const { OperatorUserPoolId: UserPoolId, OperatorClientId } = outputs;
  if (UserPoolId === undefined || OperatorClientId === undefined) return {};
  const call = (operation: string, input: JsonObject) =>
    engine.call({
      service: 'cognito-idp',
      operation,
      input,
      principal: { kind: 'root', accountId: engine.accountId },
    });
  const user = { UserPoolId, Username: USERNAME };
  const UserAttributes = await attributesIn(call, UserPoolId);
  try {
    await call('AdminCreateUser', { ...user, UserAttributes, MessageAction: 'SUPPRESS' });
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'UsernameExistsException') throw error;
  }
  const Password = await passwordIn(engine);
  await call('AdminSetUserPassword', { ...user, Password, Permanent: true });
  return { OperatorUsername: USERNAME, OperatorPassword: Password };
};
