import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { events } from '../../../../engine/aws/eventbridge/events.ts';
import { iam } from '../../../../engine/aws/iam/iam.ts';
import { sts } from '../../../../engine/aws/sts/sts.ts';
import type { Principal } from '../../../../engine/endpoint/call.ts';
import type { JsonObject } from '../../../../engine/kernel/json.ts';
import { testEngine } from '../../../support/testEngine.ts';

const BUS = 'arn:aws:events:us-east-1:000000000000:event-bus/default';
const roleArn = (name: string) => `arn:aws:iam::000000000000:role/${name}`;

let engine: Awaited<ReturnType<typeof testEngine>>;

const policy = (...statements: object[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({
      Effect: 'Allow',
      Action: 'events:PutEvents',
      Resource: BUS,
      ...statement,
    })),
  });

beforeAll(async () => {
  engine = await testEngine([iam, sts, events]);
  for (const RoleName of ['Ours', 'Theirs']) {
    const trust = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
    await engine.call('iam', 'CreateRole', { RoleName, AssumeRolePolicyDocument });
  }
});
afterAll(() => engine.destroy());

const as = (roleName: string): Principal => ({
  kind: 'role',
  accountId: '000000000000',
  roleName,
  sessionName: 'one',
  tags: {},
});

/** What the role may by its own policy, and what the bus says. */
const given = async (identity: object, ...bus: object[]) => {
  for (const RoleName of ['Ours', 'Theirs']) {
    const PolicyDocument = policy(identity);
    await engine.call('iam', 'PutRolePolicy', { RoleName, PolicyName: 'publish', PolicyDocument });
  }
  await engine.call('events', 'RemovePermission', { RemoveAllPermissions: true });
  if (bus.length > 0) await engine.call('events', 'PutPermission', { Policy: policy(...bus) });
};

type Published = [source: string | undefined, type: string | undefined];

const publish = (who: string, entries: readonly Published[]) =>
  engine.engine
    .call({
      service: 'events',
      operation: 'PutEvents',
      principal: as(who),
      input: {
        Entries: entries.map(
          ([Source, DetailType]): JsonObject => ({
            Detail: '{}',
            ...(Source !== undefined && { Source }),
            ...(DetailType !== undefined && { DetailType }),
          }),
        ),
      },
    })
    .then(
      () => true,
      (error: { code?: string }) => error.code !== 'AccessDeniedException',
    );

const A: Published = ['a', 'A'];
const B: Published = ['b', 'B'];

const ALL = 'ForAllValues:StringEquals';
const there = { Null: { 'events:source': 'false', 'events:detail-type': 'false' } };
const onlyA = { [ALL]: { 'events:source': ['a'], 'events:detail-type': ['A'] }, ...there };
const aAndB = { [ALL]: { 'events:source': ['a', 'b'], 'events:detail-type': ['A'] }, ...there };

describe('the permission to PutEvents', () => {
  it.each<[string, object, Published[], boolean]>([
    ['the source and the type', onlyA, [A], true],
    ['a batch of them', onlyA, [A, A], true],
    ['another source', onlyA, [['b', 'A']], false],
    ['another type', onlyA, [['a', 'B']], false],
    ['a batch that is mostly right', onlyA, [A, A, B], false],
    ['a batch of another source last', onlyA, [A, ['b', 'A']], false],
    ['a batch of another type first', onlyA, [['a', 'B'], A], false],
    ['no source', onlyA, [[undefined, 'A']], false],
    ['no type', onlyA, [['a', undefined]], false],
    ['a batch with an entry of no source', onlyA, [A, [undefined, 'A']], false],
    ['a batch with an entry of no type', onlyA, [A, ['a', undefined]], false],
    ['a longer source', onlyA, [['a.a', 'A']], false],
    ['a source in other letters', onlyA, [['A', 'A']], false],
    ['two sources that are allowed', aAndB, [A, ['b', 'A']], true],
    ['one entry where no quantifier is', { StringEquals: { 'events:source': 'a' } }, [A], true],
    ['a batch where no quantifier is', { StringEquals: { 'events:source': 'a' } }, [A, A], false],
    ['ForAllValues without Null and no source', { [ALL]: onlyA[ALL] }, [[undefined, 'A']], true],
    ['any of a batch', { 'ForAnyValue:StringEquals': { 'events:source': 'a' } }, [A, B], false],
    ['a key of the detail', { StringEquals: { 'events:detail.service': 's' } }, [A], false],
    ['a direct call', { StringEquals: { 'events:eventBusInvocation': 'false' } }, [A], true],
    ['what a rule forwards', { StringEquals: { 'events:eventBusInvocation': 'true' } }, [A], false],
  ])('of a role admits as its condition says: %s', async (_what, Condition, entries, allowed) => {
    await given({ Condition });

    expect(await publish('Ours', entries)).toBe(allowed);
  });

  const ownSource = {
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Condition: {
      'ForAnyValue:StringEquals': { 'events:source': ['a'] },
      ArnNotEquals: { 'aws:PrincipalArn': [roleArn('Ours')] },
    },
  };

  it.each<[string, string, Published[], boolean]>([
    ['its publisher', 'Ours', [A], true],
    ['anybody else', 'Theirs', [A], false],
    ['anybody else who hides it in a batch', 'Theirs', [B, B, A], false],
    ['anybody else who publishes another', 'Theirs', [B, B], true],
  ])(
    'of a source is denied by the bus to all but its publisher: %s',
    async (_who, role, entries, allowed) => {
      await given({}, ownSource);

      expect(await publish(role, entries)).toBe(allowed);
    },
  );

  it('may be given by the bus alone, to one role and on conditions', async () => {
    const nothing = { Action: 'events:ListRules', Resource: '*' };
    await given(nothing, { Principal: { AWS: roleArn('Theirs') }, Condition: onlyA });

    expect(await publish('Theirs', [A])).toBe(true);
    expect(await publish('Theirs', [A, B])).toBe(false);
    expect(await publish('Ours', [A])).toBe(false);
  });

  it('is refused by a denial of the bus, whatever the bus itself allows', async () => {
    await given({}, ownSource, { Principal: { AWS: roleArn('Theirs') } });

    expect(await publish('Theirs', [A])).toBe(false);
    expect(await publish('Theirs', [B])).toBe(true);
  });
});
