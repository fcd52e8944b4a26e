import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import type { Member } from '../../../services/identity/member.ts';
import { forgetClosed, removeMember } from '../../../services/identity/people.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import { atMoment, watched } from '../../support/watched.ts';
import { again, aPersonOn, first } from './aPerson.ts';

let engine: ProductEngine;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const aPerson = aPersonOn(() => engine);

describe('forgetClosed', () => {
  /** A person who is closed. */
  const aClosed = async () => {
    const world = await aPerson();
    await removeMember(world.ports)(await world.arrive(first));
    return { ...world, closed: (await world.person()) ?? first };
  };

  it('forgets the person', async () => {
    const { ports, person, closed } = await aClosed();

    await forgetClosed(ports, closed);

    expect(await person()).toBeUndefined();
  });

  it('deletes the user that was made once more, and forgets the person the next time', async () => {
    const { ports, user, person, closed } = await aClosed();
    await ports.cognito.invite(first);

    await forgetClosed(ports, closed);
    const left = [user(), (await person())?.unfinished];
    await forgetClosed(ports, closed);

    expect(left).toEqual([undefined, 'closed']);
    expect(await person()).toBeUndefined();
  });

  it('takes nothing from a person who comes back at any moment', async () => {
    for (let n = 1, isOver = false; !isOver; n += 1) {
      const { ports, arrive, user, person, closed } = await aClosed();
      await ports.cognito.invite(first);
      let back: Member | undefined;
      const moment = atMoment(n, async () => {
        back = await arrive(again);
      });
      const before = { before: moment.pass };
      const [people, cognito] = [watched(ports.people, before), watched(ports.cognito, before)];

      await forgetClosed({ ...ports, people, cognito }, closed);

      isOver = moment.isOver();
      if (!back) continue;
      expect({ n, user: user()?.username }).toEqual({ n, user: back.username });
      expect((await person())?.memberships?.has(again.membershipId)).toBe(true);
      expect(await ports.members.get(back)).toEqual(back);
    }
  });
});
