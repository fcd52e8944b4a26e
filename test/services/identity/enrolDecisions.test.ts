import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import type { NewMember } from '../../../services/identity/enrol.ts';
import type { Decision } from '../../../services/identity/member.ts';
import { aRoute, aUlid } from '../../support/builders.ts';
import { fixedNow } from '../../support/fakes.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import { user as announced, enrollingOn, origin } from './enrolling.ts';

let engine: ProductEngine;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

/** A user of a tenant of which nothing is decided yet. */
const user: NewMember = { ...announced, madeFor: aUlid(2_500) };
const latestRoute = async () => aRoute(1, { provisionedEventId: user.madeFor });
const enrolling = enrollingOn(() => engine);
const setUp = () => enrolling([], { latestRoute });

const failed: Decision = {
  kind: 'failed',
  failure: { occurredAt: fixedNow().toISOString(), error: { name: 'E', message: 'm' } },
};

describe('enrol, against the failure of the first admin', () => {
  it.each([true, false])('makes nobody once that is decided (isFirst: %s)', async (isFirst) => {
    const { run, ports, bus, cognito } = await setUp();
    await ports.members.decide(user.madeFor, failed);

    expect(await run(user, origin({ isFirst }))).toEqual({ kind: 'tenantGone' });
    expect([bus.sent, cognito.mails, await ports.people.get(user)]).toEqual([[], [], undefined]);
  });

  it('makes nobody but the first admin until that one is announced', async () => {
    const { run, bus, cognito } = await setUp();

    expect(await run(user, origin())).toEqual({ kind: 'notYet' });
    expect([bus.sent, cognito.mails]).toEqual([[], []]);
    expect((await run(user, origin({ isFirst: true }))).kind).toBe('enrolled');
    expect((await run(user, origin())).kind).toBe('known');
  });

  it('takes the user back when that is decided while it is made', async () => {
    const { run, ports, bus, cognito, list } = await setUp();
    const { invite } = ports.cognito;
    ports.cognito.invite = async (address) => {
      await ports.members.decide(user.madeFor, failed);
      return invite(address);
    };

    expect(await run(user, origin({ isFirst: true }))).toEqual({ kind: 'tenantGone' });
    expect([bus.sent, cognito.usernames(), await list()]).toEqual([[], [], []]);
  });

  it('has decided for the user before anybody is told of it', async () => {
    const { run, ports } = await setUp();
    ports.publish = () => Promise.reject(new Error('crash'));

    await expect(run(user, origin({ isFirst: true }))).rejects.toThrow('crash');

    expect(await ports.members.decide(user.madeFor, failed)).toEqual({ kind: 'announced' });
  });

  it('is not held up by the failure of an earlier incarnation', async () => {
    const { run, ports } = await setUp();
    await ports.members.decide(aUlid(2_000), failed);

    expect((await run(user, origin({ isFirst: true }))).kind).toBe('enrolled');
  });
});
