import { afterEach, describe, expect, it } from '@jest/globals';
import { apigateway } from '../../../engine/aws/apigateway/apigateway.ts';
import { cognito } from '../../../engine/aws/cognito/cognito.ts';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { ses } from '../../../engine/aws/ses/ses.ts';
import type { LimitSettings } from '../../../engine/limits/limitSettings.ts';
import { testEngine } from '../../support/testEngine.ts';
import { virtualClock } from '../../support/virtualClock.ts';

let destroy: (() => Promise<void>) | undefined;

afterEach(() => destroy?.());

const engineWith = async (limits: LimitSettings = {}) => {
  const { clock, advance } = virtualClock();
  const engine = await testEngine([apigateway, cognito, dynamodb, ses], { clock, limits });
  destroy = engine.destroy;
  return { ...engine, advance };
};
type TestEngine = Awaited<ReturnType<typeof engineWith>>;

const createKeys = async ({ call }: TestEngine, many: number): Promise<void> => {
  for (let made = 0; made < many; made += 1) await call('apigateway', 'CreateApiKey');
};

const aPool = async ({ call }: TestEngine): Promise<string> => {
  const { UserPool } = await call('cognito-idp', 'CreateUserPool', { PoolName: 'p' });
  return String(Object(UserPool).Id);
};

describe('engine limits', () => {
  it('apply where nothing is said', async () => {
    const engine = await engineWith();

    await expect(createKeys(engine, 6)).rejects.toMatchObject({
      code: 'TooManyRequestsException',
    });
  });

  it('have no rates where the engine is measured', async () => {
    const engine = await engineWith({ rates: false });

    await expect(createKeys(engine, 60)).resolves.toBeUndefined();
  });

  it('have no mail limit either where the engine is measured', async () => {
    const { engine } = await engineWith({ rates: false });

    expect(engine.quotas).toMatchObject({ cognitoMailsADay: Infinity, sesMailsADay: Infinity });
  });

  it('keep the quotas where they have no rates', async () => {
    const engine = await engineWith({ rates: false, quotas: { apiKeys: 2 } });

    await expect(createKeys(engine, 3)).rejects.toMatchObject({ code: 'LimitExceededException' });
  });

  it('do not count what CloudFormation does', async () => {
    const { engine } = await engineWith();
    const create = () =>
      engine.callUncounted({
        service: 'apigateway',
        operation: 'CreateApiKey',
        input: {},
        principal: { kind: 'root', accountId: engine.accountId },
      });

    await expect(Promise.all(Array.from({ length: 60 }, create))).resolves.toHaveLength(60);
  });

  it('let one of two overlapping CreateUsagePlanKey in, and the other one soon after', async () => {
    const { call, advance } = await engineWith();
    const { id: usagePlanId = '' } = await call('apigateway', 'CreateUsagePlan', { name: 'p' });
    const keys = [
      await call('apigateway', 'CreateApiKey'),
      await call('apigateway', 'CreateApiKey'),
    ];
    const attach = (index: number) => {
      const keyId = keys[index]?.['id'] ?? '';
      return call('apigateway', 'CreateUsagePlanKey', { usagePlanId, keyId, keyType: 'API_KEY' });
    };

    const [first, second] = await Promise.allSettled([attach(0), attach(1)]);
    await advance(200);

    expect(first).toMatchObject({ status: 'fulfilled' });
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'ConflictException' } });
    await expect(attach(1)).resolves.toBeDefined();
  });
});

describe('engine quotas', () => {
  it('bound the app clients of each user pool', async () => {
    const engine = await engineWith({ quotas: { appClientsPerPool: 2 } });
    const [full, other] = [await aPool(engine), await aPool(engine)];
    const create = (UserPoolId: string) =>
      engine.call('cognito-idp', 'CreateUserPoolClient', { UserPoolId, ClientName: 'c' });
    await create(full);
    await create(full);

    await expect(create(full)).rejects.toMatchObject({ code: 'LimitExceededException' });
    await expect(create(other)).resolves.toBeDefined();
  });

  it('have room again for an app client when one is deleted', async () => {
    const engine = await engineWith({ quotas: { appClientsPerPool: 1 } });
    const UserPoolId = await aPool(engine);
    const create = () =>
      engine.call('cognito-idp', 'CreateUserPoolClient', { UserPoolId, ClientName: 'c' });
    const ClientId = String(Object((await create())['UserPoolClient']).ClientId);
    await engine.call('cognito-idp', 'DeleteUserPoolClient', { UserPoolId, ClientId });

    await expect(create()).resolves.toBeDefined();
  });

  it('bound the user pools of the account', async () => {
    const engine = await engineWith({ quotas: { userPools: 1 } });
    await aPool(engine);

    await expect(aPool(engine)).rejects.toMatchObject({ code: 'LimitExceededException' });
  });

  it('bound the tables of the account', async () => {
    const { call } = await engineWith({ quotas: { tables: 1 } });
    const create = (TableName: string) =>
      call('dynamodb', 'CreateTable', {
        TableName,
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      });
    await create('one');

    await expect(create('two')).rejects.toMatchObject({
      code: 'LimitExceededException',
      message: 'Subscriber limit exceeded: There is a limit of 1 tables per subscriber',
    });
  });

  it('bound the e-mails that SES sends in a day, by recipients', async () => {
    const { call } = await engineWith({ quotas: { sesMailsADay: 2 } });
    await call('ses', 'CreateEmailIdentity', { EmailIdentity: 'acme.example' });
    const send = (...ToAddresses: string[]) =>
      call('ses', 'SendEmail', {
        FromEmailAddress: 'us@acme.example',
        Destination: { ToAddresses },
        Content: { Simple: { Subject: { Data: 's' }, Body: { Text: { Data: 'b' } } } },
      });

    await expect(send('a@b.example', 'c@d.example', 'e@f.example')).rejects.toMatchObject({
      code: 'LimitExceededException',
    });
    await expect(send('a@b.example', 'c@d.example')).resolves.toBeDefined();
  });
});
