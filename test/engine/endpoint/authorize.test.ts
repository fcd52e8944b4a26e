import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { events } from '../../../engine/aws/eventbridge/events.ts';
import { iam } from '../../../engine/aws/iam/iam.ts';
import { sqs } from '../../../engine/aws/sqs/sqs.ts';
import { sts } from '../../../engine/aws/sts/sts.ts';
import type { Decision } from '../../../engine/endpoint/authorize.ts';
import type { Principal } from '../../../engine/endpoint/call.ts';
import { roleSession } from '../../../engine/iam/roles.ts';
import type { JsonObject } from '../../../engine/kernel/json.ts';
import { testEngine } from '../../support/testEngine.ts';
import { fakeCognito } from './fakeServices.ts';

const ROLE = 'arn:aws:iam::000000000000:role/app/Sender';
const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:q';

const decisions: Decision[] = [];
let engine: Awaited<ReturnType<typeof testEngine>>;

const document = (statement: JsonObject): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [statement] });

const sender: Principal = {
  kind: 'role',
  accountId: '000000000000',
  roleName: 'Sender',
  sessionName: 'one',
  tags: {},
};

const send = (principal: Principal = sender) =>
  engine.engine.call({
    service: 'sqs',
    operation: 'SendMessage',
    input: { QueueUrl: `${engine.engine.endpoint}/000000000000/q`, MessageBody: 'hello' },
    principal,
  });

const may = (statement: JsonObject = {}) =>
  engine.call('iam', 'PutRolePolicy', {
    RoleName: 'Sender',
    PolicyName: 'send',
    PolicyDocument: document({
      Effect: 'Allow',
      Action: 'sqs:SendMessage',
      Resource: QUEUE,
      ...statement,
    }),
  });

const admits = (statement: JsonObject) =>
  engine.call('sqs', 'SetQueueAttributes', {
    QueueUrl: `${engine.engine.endpoint}/000000000000/q`,
    Attributes: { Policy: document({ Action: 'sqs:*', Resource: QUEUE, ...statement }) },
  });

const DENIED =
  'User: arn:aws:sts::000000000000:assumed-role/Sender/one is not authorized to perform: sqs:SendMessage on resource: arn:aws:sqs:us-east-1:000000000000:q';

beforeAll(async () => {
  engine = await testEngine([iam, sts, sqs, events, fakeCognito], {
    onDecision: (decision) => decisions.push(decision),
  });
  await engine.call('sqs', 'CreateQueue', { QueueName: 'q' });
  await engine.call('iam', 'CreateRole', {
    RoleName: 'Sender',
    Path: '/app/',
    AssumeRolePolicyDocument: document({
      Effect: 'Allow',
      Principal: { Service: 'states.amazonaws.com' },
      Action: 'sts:AssumeRole',
    }),
    Tags: [{ Key: 'Team', Value: 'a' }],
  });
});
afterAll(() => engine.destroy());

beforeEach(async () => {
  decisions.length = 0;
  await may();
  await admits({ Effect: 'Deny', Principal: '*', Action: 'sqs:PurgeQueue' });
});

describe('Authorizer', () => {
  it('lets a role do what its policy allows, and tells which statement did', async () => {
    await expect(send()).resolves.toHaveProperty('MessageId');

    expect(decisions).toEqual([
      expect.objectContaining({
        permission: expect.objectContaining({ action: 'sqs:SendMessage', resource: QUEUE }),
        verdict: { allowed: true, by: [{ policy: 'send', statement: 0 }] },
      }),
    ]);
  });

  it('refuses in the words of AWS what no policy allows', async () => {
    await may({ Resource: `${QUEUE}2` });

    await expect(send()).rejects.toMatchObject({
      code: 'AccessDenied',
      status: 403,
      message: `${DENIED} because no identity-based policy allows the sqs:SendMessage action`,
    });
  });

  it('acts at once on a changed policy of the role or of the resource', async () => {
    await send();

    await admits({ Effect: 'Deny', Principal: { AWS: ROLE } });
    await expect(send()).rejects.toMatchObject({
      message: `${DENIED} with an explicit deny in a resource-based policy`,
    });
    await admits({ Effect: 'Allow', Principal: { AWS: ROLE } });
    await engine.call('iam', 'DeleteRolePolicy', { RoleName: 'Sender', PolicyName: 'send' });
    await expect(send()).resolves.toHaveProperty('MessageId');
    await admits({ Effect: 'Allow', Principal: { AWS: `${ROLE}2` } });
    await expect(send()).rejects.toMatchObject({ code: 'AccessDenied' });
  });

  it('bounds a session by its own policy', async () => {
    const sessionPolicy = document({ Effect: 'Allow', Action: 'sqs:Receive*', Resource: '*' });

    await expect(send({ ...sender, sessionPolicy })).rejects.toMatchObject({
      message: `${DENIED} because no session policy allows the sqs:SendMessage action`,
    });
  });

  it("knows the role's tags, which a session's tags replace", async () => {
    await may({ Condition: { StringEquals: { 'aws:PrincipalTag/team': 'a' } } });

    await expect(send()).resolves.toBeDefined();
    await expect(send({ ...sender, tags: { TEAM: 'b' } })).rejects.toMatchObject({
      code: 'AccessDenied',
    });
  });

  it('takes loopback for a secure transport', async () => {
    const Condition = { Bool: { 'aws:SecureTransport': 'false' } };
    await admits({ Effect: 'Deny', Principal: '*', Condition });

    await expect(send()).resolves.toBeDefined();
  });

  it('lets a service in by a resource policy only, for the source that it names', async () => {
    const rule = 'arn:aws:events:us-east-1:000000000000:rule/r';
    const service = { kind: 'service', service: 'events.amazonaws.com', sourceArn: rule } as const;

    await expect(send(service)).rejects.toMatchObject({
      message: `User: events.amazonaws.com is not authorized to perform: sqs:SendMessage on resource: ${QUEUE} because no resource-based policy allows the sqs:SendMessage action`,
    });
    await admits({
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Condition: { ArnEquals: { 'aws:SourceArn': rule } },
    });
    await expect(send(service)).resolves.toBeDefined();
    await expect(send({ ...service, sourceArn: `${rule}2` })).rejects.toMatchObject({
      code: 'AccessDenied',
    });
  });

  it('lets a service act as a role that trusts it, and as no other', async () => {
    const sourceArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:m';
    const as = (service: string) => roleSession(ROLE, 'run', { service, sourceArn });

    await expect(send(as('states.amazonaws.com'))).resolves.toBeDefined();
    await expect(send(as('events.amazonaws.com'))).rejects.toMatchObject({
      code: 'AccessDenied',
      message: `User: events.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: ${ROLE} because no role trust policy allows the sts:AssumeRole action`,
    });
  });

  it('refuses by name an operation of which nobody says what it needs', async () => {
    const call = { service: 'cognito-idp', operation: 'SignUp', input: {} };

    await expect(engine.engine.call({ ...call, principal: sender })).rejects.toMatchObject({
      code: 'AccessDeniedException',
      message: expect.stringContaining('cognito-idp:SignUp'),
    });
    await expect(engine.call('cognito-idp', 'SignUp')).resolves.toBeDefined();
  });

  it('asks no policy about what takes a password as its proof', async () => {
    const call = { service: 'cognito-idp', operation: 'InitiateAuth', input: {} };

    await expect(engine.engine.call({ ...call, principal: sender })).resolves.toBeDefined();
    expect(decisions).toEqual([]);
  });
});
