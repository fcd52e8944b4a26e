import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import type { Decision } from '../../../services/identity/member.ts';
import { aMember } from '../../support/builders.ts';
import { membershipsOn } from '../../support/memberships.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';

let engine: ProductEngine;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const ada = aMember(1);
const memberships = membershipsOn(() => engine);

/** A table with one admin. */
const aTable = async () => (await memberships([ada])).members;

describe('memberTable, of what a tenant has come to', () => {
  const failed = (message: string): Decision => ({
    kind: 'failed',
    failure: { occurredAt: '2026-01-05T09:00:00.000Z', error: { name: 'E', message } },
  });
  const announced: Decision = { kind: 'announced' };

  it.each<[string, Decision, Decision]>([
    ['a failure, against another', failed('first'), failed('second')],
    ['a failure, against a user', failed('first'), announced],
    ['a user, against a failure', announced, failed('second')],
  ])('keeps what was decided first: %s', async (_what, first, second) => {
    const table = await aTable();

    expect(await table.decide('one', first)).toEqual(first);
    expect(await table.decide('one', second)).toEqual(first);
    expect(await table.decided('one')).toEqual(first);
  });

  it('has decided nothing of another incarnation', async () => {
    const table = await aTable();
    await table.decide('one', announced);

    expect(await table.decided('two')).toBeUndefined();
  });

  it('keeps what was decided when the tenant’s count is forgotten: it is for ever', async () => {
    const table = await aTable();
    await table.decide(ada.madeFor, failed('first'));

    await table.forget(ada.madeFor);

    expect(await table.decide(ada.madeFor, announced)).toEqual(failed('first'));
  });

  it('decides once of many at the same moment', async () => {
    const table = await aTable();

    const answers = await Promise.all(
      ['a', 'b', 'c'].map((message) => table.decide('one', failed(message))),
    );

    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });
});
