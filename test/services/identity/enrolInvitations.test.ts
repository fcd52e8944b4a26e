import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { AddressRefused } from '../../../services/identity/cognitoUsers.ts';
import { enrol } from '../../../services/identity/enrol.ts';
import { removeJoining } from '../../../services/identity/people.ts';
import { aTenantId, aUlid, aUsername } from '../../support/builders.ts';
import { fixedNow } from '../../support/fakes.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import { atMoment, type Watch, watched } from '../../support/watched.ts';
import { type Enrolling, enrollingOn, known, origin, user } from './enrolling.ts';

let engine: ProductEngine;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const enrolling = enrollingOn(() => engine);

const invitation = { to: user.email, what: 'invitation' };
const another = { to: user.email, what: 'another' };
const earlier = new Date(fixedNow().getTime() - 1);

/** The same, each of whose steps is watched. */
const stepByStep = ({ ports }: Enrolling, watch: Watch) => {
  const { publish } = watched({ publish: ports.publish }, watch);
  return enrol({
    ...ports,
    publish,
    people: watched(ports.people, watch),
    members: watched(ports.members, watch),
    cognito: watched(ports.cognito, watch),
  });
};

const crash = () => Promise.reject(new Error('crash'));

/** Enrols somebody, crashes at the n-th step, and does it again. */
const cutOffAt = async (n: number, side: keyof Watch) => {
  const enrolled = await enrolling();
  const moment = atMoment(n, crash);
  const cutOff = stepByStep(enrolled, { [side]: moment.pass });
  await cutOff(user, origin({ isFirst: true })).catch(() => {});
  const { kind } = await enrolled.run(user, origin({ isFirst: true }));
  const { list, ports, bus, cognito } = enrolled;
  const ids = bus.sent.map(({ detail }) => Object(detail['metadata']).eventId);
  const person = await ports.people.get(user);
  return {
    came: {
      kind,
      members: (await list()).map(({ announced }) => announced),
      counted: person?.memberships?.size,
      begun: await ports.people.joiningsOf(user.tenantId),
      users: cognito.usernames().length,
      mails: cognito.mails,
      events: new Set(ids).size,
    },
    isOver: moment.isOver(),
  };
};

describe('enrol, run again', () => {
  it.each(['before', 'after'] as const)(
    'makes one user and one member, invited and announced once, whatever it was cut off %s',
    async (side) => {
      let n = 0;
      let isOver = false;
      while (!isOver) {
        n += 1;
        const { came, ...cutOff } = await cutOffAt(n, side);
        isOver = cutOff.isOver;
        const whole = {
          kind: 'enrolled',
          members: [true],
          counted: 1,
          begun: [],
          users: 1,
          mails: [invitation],
          events: 1,
        };
        expect({ n, came }).toEqual({ n, came: whole });
      }
      expect(n).toBeGreaterThan(8);
    },
  );
});

describe('enrol, for somebody who has a user', () => {
  it.each([
    ['once more who has never signed in', { createdAt: earlier, hasSignedIn: false }, [another], 0],
    ['by our own mail who has signed in', { createdAt: earlier, hasSignedIn: true }, [], 1],
    ['no more whom an earlier try has made', { createdAt: fixedNow(), hasSignedIn: false }, [], 0],
  ])('invites somebody %s', async (_what, found, mails, ours) => {
    const { run, cognito, sent, ports } = await enrolling();
    cognito.put(user, { username: aUsername(1), ...found });

    await run(user, origin());

    expect(cognito.mails).toEqual(mails);
    expect(sent.map(({ to }) => to)).toEqual(ours === 1 ? [user.email] : []);
    expect(cognito.usernames()).toEqual([aUsername(1)]);
    const open = found.hasSignedIn ? undefined : fixedNow().toISOString();
    expect((await ports.people.get(user))?.invitedAt).toBe(open);
  });

  it('leaves nothing begun at an address that Cognito refuses', async () => {
    const { run, ports } = await enrolling();
    ports.cognito.invite = () => Promise.reject(new AddressRefused('no such address'));

    const { kind } = await run(user, origin());

    expect(kind).toBe('addressRefused');
    expect(await ports.people.joiningsOf(user.tenantId)).toEqual([]);
    expect((await ports.people.get(user))?.unfinished).toBe('closed');
  });

  /** Cognito as it is where no mail goes out; `isMade`: it makes the user all the same. */
  const withoutMail = ({ ports }: Enrolling, isMade: boolean) => {
    const spent = () =>
      Object.assign(new Error('Exceeded daily email limit'), { name: 'LimitExceededException' });
    const { invite } = ports.cognito;
    const cognito = {
      ...ports.cognito,
      async invite(...asked: Parameters<typeof invite>) {
        if (isMade) await invite(...asked);
        throw spent();
      },
      inviteAgain: () => Promise.reject(spent()),
    };
    return enrol({ ...ports, cognito });
  };

  it.each([
    ['and makes no user', false, 1],
    ['and has made the user all the same', true, 2],
  ])(
    'audit 2: leaves nobody half made where Cognito sends no mail, %s',
    async (_, isMade, many) => {
      const enrolled = await enrolling();
      const { run, ports, cognito } = enrolled;

      await expect(withoutMail(enrolled, isMade)(user, origin())).rejects.toThrow('daily email');

      expect(cognito.usernames()).toEqual([]);
      expect(await ports.people.joiningsOf(user.tenantId)).toEqual([]);
      expect((await ports.people.get(user))?.unfinished).toBe('closed');
      expect((await run(user, origin())).kind).toBe('enrolled');
      expect(cognito.mails).toHaveLength(many);
    },
  );

  it('audit 2: leaves somebody a member elsewhere to whom Cognito sends no mail', async () => {
    const elsewhere = known({ tenantId: aTenantId(2), membershipId: aUlid(9) });
    const enrolled = await enrolling([elsewhere]);
    const { ports, cognito } = enrolled;
    cognito.put(user, { username: elsewhere.username, createdAt: earlier, hasSignedIn: false });

    await expect(withoutMail(enrolled, false)(user, origin())).rejects.toThrow('daily email');

    expect(cognito.usernames()).toEqual([elsewhere.username]);
    expect((await ports.people.get(user))?.memberships).toEqual(new Set([aUlid(9)]));
    expect(await ports.people.joiningsOf(user.tenantId)).toEqual([]);
  });

  it('asks to be tried again when the user is deleted at the same moment', async () => {
    const { run, ports } = await enrolling();
    ports.cognito.invite = async () => undefined;

    await expect(run(user, origin())).rejects.toMatchObject({ name: 'TransientError' });
  });
});

describe('enrol, where the membership is ended while the user is made', () => {
  /** Ends the membership just after the invitation. */
  const endedMeanwhile = async (there: Parameters<typeof enrolling>[0] = []) => {
    const enrolled = await enrolling(there);
    const after = async (name: string) => {
      if (name === 'invite') await removeJoining(enrolled.ports)(user);
    };
    return { ...enrolled, cutOff: stepByStep(enrolled, { after }) };
  };

  it('takes the user away again', async () => {
    const { cutOff, cognito, ports, list, bus } = await endedMeanwhile();

    await expect(cutOff(user, origin())).rejects.toMatchObject({ name: 'TransientError' });

    expect([cognito.usernames(), await list(), bus.sent]).toEqual([[], [], []]);
    expect((await ports.people.get(user))?.unfinished).toBe('closed');
    expect(await ports.people.joining(user)).toBeUndefined();
  });

  it('takes a user away that was made after the person was closed', async () => {
    const enrolled = await enrolling();
    const { cognito, ports } = enrolled;
    const before = async (name: string) => {
      if (name === 'invite') await removeJoining(ports)(user);
    };

    const cutOff = stepByStep(enrolled, { before })(user, origin());

    await expect(cutOff).rejects.toMatchObject({ name: 'TransientError' });
    expect(cognito.mails).toEqual([invitation]);
    expect(cognito.usernames()).toEqual([]);
    expect((await ports.people.get(user))?.unfinished).toBe('closed');
  });

  it('leaves the user of somebody who is a member elsewhere', async () => {
    const elsewhere = known({ tenantId: aTenantId(2), membershipId: aUlid(9) });
    const { cutOff, cognito, ports } = await endedMeanwhile([elsewhere]);

    await expect(cutOff(user, origin())).rejects.toMatchObject({ name: 'TransientError' });

    expect(cognito.usernames()).toEqual([elsewhere.username]);
    expect((await ports.people.get(user))?.memberships).toEqual(new Set([aUlid(9)]));
  });

  it('makes a member of the person when it is tried again', async () => {
    const { cutOff, run, cognito, list } = await endedMeanwhile();
    await cutOff(user, origin()).catch(() => {});

    expect((await run(user, origin())).kind).toBe('enrolled');

    expect(await list()).toMatchObject([{ username: cognito.userAt(user)?.username }]);
  });
});
