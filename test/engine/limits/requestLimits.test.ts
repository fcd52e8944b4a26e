import { beforeEach, describe, expect, it } from '@jest/globals';
import { burstOf } from '../../../aws-limits/requestRate.ts';
import { requestRates } from '../../../aws-limits/requestRates.ts';
import type { AwsCall, Principal } from '../../../engine/endpoint/call.ts';
import { AwsError } from '../../../engine/endpoint/errors.ts';
import type { JsonObject } from '../../../engine/kernel/json.ts';
import { RequestLimits } from '../../../engine/limits/requestLimits.ts';
import { virtualClock } from '../../support/virtualClock.ts';

const root: Principal = { kind: 'root', accountId: '000000000000' };

let time = virtualClock();
let limits = new RequestLimits(time.clock);

beforeEach(() => {
  time = virtualClock();
  limits = new RequestLimits(time.clock);
});

const callOf = (name: string, input: JsonObject = {}, principal: Principal = root): AwsCall => {
  const [service = '', operation = ''] = name.split(':');
  return { service, operation, input, principal };
};

/** How many of so many calls in one moment are admitted. */
const admitted = (many: number, call: AwsCall): number => {
  let count = 0;
  for (let made = 0; made < many; made += 1) {
    try {
      limits.admit(call);
      count += 1;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
    }
  }
  return count;
};

const onePool = { UserPoolId: 'us-east-1_one' };

describe('RequestLimits', () => {
  it.each([
    ['apigateway:GetUsagePlans', 40, 10],
    ['apigateway:CreateApiKey', 5, 5],
    ['apigateway:DeleteApiKey', 5, 5],
    ['cognito-idp:AdminCreateUser', 50, 50],
    ['cognito-idp:CreateUserPoolClient', 5, 5],
    ['cognito-idp:CreateUserPool', 15, 15],
    ['states:StartExecution', 800, 150],
    ['states:ListExecutions', 100, 2],
    ['events:PutEvents', 400, 400],
    ['events:PutRule', 50, 50],
    ['lambda:CreateFunction', 15, 15],
    ['sts:AssumeRole', 600, 600],
    ['ssm:GetParameter', 40, 40],
    ['ses:SendEmail', 14, 14],
  ])('takes of %s %i at once, and %i a second from then on', async (name, burst, perSecond) => {
    const call = callOf(name, onePool);

    const first = admitted(1_000, call);
    await time.advance(1_000);
    const second = admitted(1_000, call);

    expect([first, second]).toEqual([burst, perSecond]);
  });

  it('counts the calls of one API Gateway operation for the total too', () => {
    admitted(38, callOf('apigateway:GetUsagePlans'));

    expect(admitted(5, callOf('apigateway:CreateApiKey'))).toBe(2);
  });

  it('takes nothing from the total for a call that its own rate refuses', () => {
    admitted(1_000, callOf('apigateway:CreateApiKey'));

    expect(admitted(1_000, callOf('apigateway:GetUsagePlans'))).toBe(35);
  });

  it('counts client writes by operation and pool, and all of them for the account', () => {
    const pools = ['one', 'two', 'three', 'four'];

    const counts = pools.map((UserPoolId) =>
      admitted(10, callOf('cognito-idp:CreateUserPoolClient', { UserPoolId })),
    );

    expect(counts).toEqual([5, 5, 5, 0]);
  });

  it('tells the pool that is tagged by its ARN', () => {
    const tagged = (id: string) => ({
      ResourceArn: `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${id}`,
    });
    admitted(10, callOf('cognito-idp:TagResource', tagged('one')));

    expect(admitted(10, callOf('cognito-idp:TagResource', tagged('two')))).toBe(5);
  });

  it.each([
    ['apigateway:GetUsagePlans', 'TooManyRequestsException', 429],
    ['cognito-idp:ListUsers', 'TooManyRequestsException', 400],
    ['states:ListExecutions', 'ThrottlingException', 400],
    ['lambda:CreateFunction', 'TooManyRequestsException', 429],
    ['sts:AssumeRole', 'Throttling', 400],
  ])('refuses one %s too many with %s', (name, code, status) => {
    admitted(1_000, callOf(name));

    expect(() => limits.admit(callOf(name))).toThrow(expect.objectContaining({ code, status }));
  });

  it('does not count the roles that Lambda assumes for its functions', () => {
    const lambda: Principal = { kind: 'service', service: 'lambda.amazonaws.com', sourceArn: 'f' };

    expect(admitted(1_000, callOf('sts:AssumeRole', {}, lambda))).toBe(1_000);
  });

  it('leaves alone what AWS names no rate of', () => {
    expect(admitted(10_000, callOf('dynamodb:PutItem'))).toBe(10_000);
  });

  it('counts every operation of the table by its row', () => {
    const named = requestRates.flatMap((rate) =>
      'allBut' in rate.operations ? [] : rate.operations.map((operation) => ({ rate, operation })),
    );

    for (const { rate, operation } of named) {
      limits = new RequestLimits(time.clock);
      const most = Math.min(burstOf(rate), rate.perSecondAndPool ?? Number.POSITIVE_INFINITY);
      const call = callOf(`${rate.service}:${operation}`, onePool);
      expect({ operation, first: admitted(2_000, call) }).toEqual({ operation, first: most });
    }
  });
});

describe('RequestLimits of CreateUsagePlanKey', () => {
  const call = callOf('apigateway:CreateUsagePlanKey');
  const conflict = expect.objectContaining({
    code: 'ConflictException',
    status: 409,
    message: 'Unable to complete operation due to concurrent modification. Please try again later.',
  });

  it('refuses one that comes right after another', async () => {
    limits.admit(call);
    await time.advance(149);

    expect(() => limits.admit(call)).toThrow(conflict);
  });

  it('takes the next one after a while', async () => {
    limits.admit(call);
    await time.advance(150);

    expect(admitted(1, call)).toBe(1);
  });
});
