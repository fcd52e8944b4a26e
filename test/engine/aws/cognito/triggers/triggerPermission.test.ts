import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { cognito } from '../../../../../engine/aws/cognito/cognito.ts';
import type { JsonObject } from '../../../../../engine/kernel/json.ts';
import { virtualClock } from '../../../../support/virtualClock.ts';
import { lambdaEngine } from '../../lambda/lambdaEngine.ts';
import { aClient, aPool, aUser, type CognitoEngine, signIn } from '../aPool.ts';

const FunctionName = 'claims';
const HANDLER = `export const handler = async (event) => ({
  ...event,
  response: { claimsOverrideDetails: { claimsToAddOrOverride: { plan: 'gold' } } },
});`;

let lambda: Awaited<ReturnType<typeof lambdaEngine>>;
let engine: CognitoEngine;
let UserPoolId: string;
let ClientId: string;
let username: string;

beforeAll(async () => {
  lambda = await lambdaEngine({ services: [cognito] });
  const { advance, advanceWhile } = virtualClock();
  engine = {
    ...lambda,
    advance,
    advanceWhile,
    call: (operation, input = {}) => lambda.aws('cognito-idp', operation, input),
    anonymously: (operation, input) =>
      lambda.engine.call({
        service: 'cognito-idp',
        operation,
        input,
        principal: { kind: 'anonymous' },
      }),
  };
  const LambdaConfig = {
    PreTokenGeneration: `arn:aws:lambda:us-east-1:000000000000:function:${FunctionName}`,
  };
  UserPoolId = await aPool(engine, { LambdaConfig });
  ClientId = await aClient(engine, UserPoolId);
  username = await aUser(engine, UserPoolId);
});
beforeEach(async () => {
  await lambda.create(FunctionName, HANDLER);
});
afterAll(() => lambda.destroy());

const permit = (more: JsonObject) =>
  lambda.call('AddPermission', {
    FunctionName,
    StatementId: 'cognito',
    Action: 'lambda:InvokeFunction',
    Principal: 'cognito-idp.amazonaws.com',
    ...more,
  });

const poolArn = (poolId: string) => `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${poolId}`;

const denied = {
  code: 'UnexpectedLambdaException',
  message: 'PreTokenGeneration invocation failed due to error AccessDeniedException.',
};

describe("a trigger's function", () => {
  it('is invoked where its policy names Cognito, this pool and this account', async () => {
    await permit({ SourceArn: poolArn(UserPoolId), SourceAccount: '000000000000' });

    const { IdToken } = await signIn(engine, ClientId, { username });

    expect(decodeJwt(IdToken)).toHaveProperty('plan', 'gold');
    await lambda.call('DeleteFunction', { FunctionName });
    await expect(signIn(engine, ClientId, { username })).rejects.toMatchObject(denied);
  });

  it.each<[string, JsonObject]>([
    ['another pool', { SourceArn: poolArn('us-east-1_elsewhere') }],
    ['another account', { SourceAccount: '111111111111' }],
    ['another service', { Principal: 'apigateway.amazonaws.com' }],
  ])('is denied where its policy names %s', async (_what, more) => {
    await permit(more);

    await expect(signIn(engine, ClientId, { username })).rejects.toMatchObject(denied);
    await lambda.call('DeleteFunction', { FunctionName });
  });
});
