import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { commitRegistration } from '../../../services/registration/commitRegistration.ts';
import { registrationsIn } from '../../../services/registration/readRegistration.ts';
import type { FactName } from '../../../services/registration/registration.ts';
import { recordFact } from '../../../services/registration/registrationFacts.ts';
import { registrationNames } from '../../../services/registration/registrationNames.ts';
import { aRegistration, aUlid } from '../../support/builders.ts';
import { fixedNow } from '../../support/fakes.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

let engine: ProductEngine;
let count = 0;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

/** A table of its own, at a time that the test may move. */
const aTable = async () => {
  count += 1;
  const { documents } = engine;
  const tableName = await engine.table('registrations', `registrations-${count}`);
  const time = { now: fixedNow().getTime() };
  const now = () => new Date(time.now);
  const record = recordFact(documents, tableName);
  return {
    time,
    commit: commitRegistration({ documents, tableName, now }),
    /** Records what the n-th registration came to; the name is as it was. */
    record: (n: number, name: FactName, sequence: number) =>
      record({ registrationId: aUlid(n), name, sequence, latest: {}, first: {}, settles: false }),
    ...registrationsIn(documents, tableName),
    ...registrationNames(documents, tableName, registrationsIn(documents, tableName).byId),
  };
};

const once = { address: 'ada@example.com', key: 'key', bodyHash: 'hash' };

describe('commitRegistration', () => {
  it('keeps the registration and its name', async () => {
    const table = await aTable();
    const registration = aRegistration(1, { phone: '+4915112345678' });

    const committed = await table.commit(registration, undefined);

    expect(committed).toEqual({ kind: 'committed' });
    expect(await table.byId(registration.registrationId)).toEqual(registration);
    expect(await table.byName('  TENANT  1 ')).toEqual(registration);
  });

  it('answers a repeated key and body with the first ids, and keeps nothing more', async () => {
    const table = await aTable();
    const first = aRegistration(1);
    await table.commit(first, once);

    const repeated = await table.commit(aRegistration(2, { tenantName: 'Tenant 1' }), once);

    const { registrationId, tenantId } = first;
    expect(repeated).toMatchObject({ kind: 'repeated', registrationId, tenantId });
    expect(await table.byId(aUlid(2))).toBeUndefined();
  });

  it('refuses a key that comes again with another body', async () => {
    const table = await aTable();
    await table.commit(aRegistration(1), once);

    const reused = await table.commit(aRegistration(2), { ...once, bodyHash: 'other' });

    expect(reused).toEqual({ kind: 'keyReused' });
    expect(await table.byName('Tenant 2')).toBeUndefined();
  });

  it('forgets a key after a day', async () => {
    const table = await aTable();
    await table.commit(aRegistration(1), once);
    table.time.now += DAY_MS + 1_000;

    const committed = await table.commit(aRegistration(2), { ...once, bodyHash: 'other' });

    expect(committed).toEqual({ kind: 'committed' });
  });

  it('remembers a key for a day', async () => {
    const table = await aTable();
    await table.commit(aRegistration(1), once);
    table.time.now += DAY_MS - 1_000;

    expect(await table.commit(aRegistration(2), once)).toMatchObject({ kind: 'repeated' });
  });

  it('still guards the name when the key is forgotten', async () => {
    const table = await aTable();
    await table.commit(aRegistration(1), once);
    table.time.now += DAY_MS + 1_000;

    const again = await table.commit(aRegistration(2, { tenantName: 'Tenant 1' }), once);

    expect(again).toEqual({ kind: 'nameTaken' });
  });

  it.each(['Tenant 1', 'tenant  1', ' TENANT 1 ', 'Ｔenant １'])(
    'refuses %p when Tenant 1 is taken',
    async (tenantName) => {
      const table = await aTable();
      await table.commit(aRegistration(1), undefined);

      const committed = await table.commit(aRegistration(2, { tenantName }), undefined);

      expect(committed).toEqual({ kind: 'nameTaken' });
      expect(await table.byId(aUlid(2))).toBeUndefined();
    },
  );

  it('gives the name of a registration that has failed to one of those who ask for it', async () => {
    const table = await aTable();
    await table.commit(aRegistration(1), undefined);
    await table.record(1, 'failed', 11);
    const rivals = [2, 3, 4].map((n) => aRegistration(n, { tenantName: 'Tenant 1' }));

    const answers = await Promise.all(rivals.map((rival) => table.commit(rival, undefined)));

    const winner = rivals.find((_, index) => answers[index]?.kind === 'committed');
    expect(answers.map(({ kind }) => kind).sort()).toEqual(['committed', 'nameTaken', 'nameTaken']);
    expect(await table.byName('Tenant 1')).toEqual(winner);
  });

  it('leaves the name to a registration that was provisioned after it failed', async () => {
    const table = await aTable();
    await table.commit(aRegistration(1), undefined);
    await table.record(1, 'failed', 11);
    await table.record(1, 'provisioned', 12);

    const committed = await table.commit(aRegistration(2, { tenantName: 'Tenant 1' }), undefined);

    expect(committed).toEqual({ kind: 'nameTaken' });
  });

  it('leaves the name to a registration that is provisioned at that very moment', async () => {
    const table = await aTable();
    await table.commit(aRegistration(1), undefined);
    await table.record(1, 'failed', 11);
    const { middlewareStack } = engine.documents;
    const name = 'provisioned after its name and it were read';
    let answered = 0;
    middlewareStack.add(
      (next) => async (call) => {
        const answer = await next(call);
        answered += 1;
        if (answered === 2) await table.record(1, 'provisioned', 12);
        return answer;
      },
      { step: 'initialize', name },
    );

    const committed = await table.commit(aRegistration(2, { tenantName: 'Tenant 1' }), undefined);
    middlewareStack.remove(name);

    expect(committed).toEqual({ kind: 'nameTaken' });
  });

  it('takes the name that its holder gives back between the refusal and the look at it', async () => {
    const table = await aTable();
    await table.commit(aRegistration(1), undefined);
    await table.record(1, 'failed', 11);
    const { middlewareStack } = engine.documents;
    const name = 'given back after the refusal';
    let asked = 0;
    middlewareStack.add(
      (next) => async (call) => {
        asked += 1;
        if (asked === 2) await table.releaseName(aUlid(1));
        return next(call);
      },
      { step: 'initialize', name },
    );

    const committed = await table.commit(aRegistration(2, { tenantName: 'Tenant 1' }), undefined);
    middlewareStack.remove(name);

    expect(committed).toEqual({ kind: 'committed' });
  });

  it('remembers no key of a sign-up that it refused', async () => {
    const table = await aTable();
    await table.commit(aRegistration(1), undefined);
    await table.commit(aRegistration(2, { tenantName: 'Tenant 1' }), once);

    const corrected = await table.commit(aRegistration(3), { ...once, bodyHash: 'other' });

    expect(corrected).toEqual({ kind: 'committed' });
  });

  it('makes one tenant of two requests with one key at the same moment', async () => {
    const table = await aTable();
    const twins = [1, 2].map((n) => aRegistration(n, { tenantName: 'Acme' }));

    const answers = await Promise.all(twins.map((twin) => table.commit(twin, once)));

    expect(answers.map(({ kind }) => kind).sort()).toEqual(['committed', 'repeated']);
    const rows = await Promise.all([1, 2].map((n) => table.byId(aUlid(n))));
    expect(rows.filter((row) => row !== undefined)).toHaveLength(1);
  });

  it('gives a name to one of many who ask at the same moment', async () => {
    const table = await aTable();
    const rivals = [1, 2, 3, 4, 5].map((n) => aRegistration(n, { tenantName: 'Acme' }));

    const answers = await Promise.all(rivals.map((rival) => table.commit(rival, undefined)));

    const won = answers.filter(({ kind }) => kind === 'committed');
    expect(won).toHaveLength(1);
    expect(answers.filter(({ kind }) => kind === 'nameTaken')).toHaveLength(4);
  });
});
