import { describe, expect, it } from '@jest/globals';
import {
  createIdentity,
  type Directory,
  deleteIdentity,
  type PoolSettings,
} from '../../../../services/provisioning/onboarding/createIdentity.ts';
import type { RemovalPorts } from '../../../../services/shared/ownership.ts';
import { aRoute, aStepInput, aUlid } from '../../../support/builders.ts';
import { fakeDirectory } from '../../../support/fakes.ts';

const pool = aStepInput(1);
const silo = aStepInput(1, { deployment: 'silo', tier: 'platinum' });
const retried = { attempt: 1 };
const settings: PoolSettings = {
  admitMemberArn: 'arn:aws:lambda:us-east-1:000000000000:function:admit',
  wordMailArn: '',
  mailSenderArn: '',
  deletionProtection: 'ACTIVE',
};
const unused: RemovalPorts = { routeOf: async () => undefined };
const byTier = [
  ['pool', pool],
  ['silo', silo],
] as const;

describe('createIdentity', () => {
  it('gives a pool tenant its own app client in the pooled user pool', async () => {
    const { directory, everything } = fakeDirectory();

    const identity = await createIdentity(directory, settings)(pool);

    expect(identity).toEqual({ userPoolId: 'pooled', appClientId: 'client1' });
    expect(everything()).toEqual({ pooled: ['client1'] });
  });

  it('gives a silo tenant its own user pool and app client', async () => {
    const { directory, everything } = fakeDirectory();

    const identity = await createIdentity(directory, settings)(silo);

    expect(identity).toEqual({ userPoolId: 'pool1', appClientId: 'client2' });
    expect(everything()).toEqual({ pooled: [], pool1: ['client2'] });
  });

  it.each(byTier)(
    'finds on a retry what an earlier try made for a %s tenant',
    async (_what, input) => {
      const { directory, everything } = fakeDirectory();
      const made = await createIdentity(directory, settings)(input);
      const before = everything();

      const found = await createIdentity(directory, settings)({ ...input, ...retried });

      expect(found).toEqual(made);
      expect(everything()).toEqual(before);
    },
  );

  it('finishes on a retry what an earlier try left half made', async () => {
    const { directory, everything } = fakeDirectory();
    await directory.createUserPool(silo.tenantId, silo.eventId, settings);

    await createIdentity(directory, settings)({ ...silo, ...retried });

    expect(everything()).toEqual({ pooled: [], pool1: ['client2'] });
  });

  it('does not take another tenant’s client for its own', async () => {
    const { directory } = fakeDirectory();
    const other = await createIdentity(directory, settings)(aStepInput(2));

    const mine = await createIdentity(directory, settings)({ ...pool, ...retried });

    expect(mine.appClientId).not.toBe(other.appClientId);
  });

  it.each(byTier)('does not adopt what another owner made for the %s tenant', async (_w, input) => {
    const { directory } = fakeDirectory();
    const others = await createIdentity(directory, settings)({ ...input, eventId: aUlid(99) });

    const mine = await createIdentity(directory, settings)({ ...input, ...retried });

    expect(mine.appClientId).not.toBe(others.appClientId);
    expect(mine.userPoolId === others.userPoolId).toBe(input.deployment === 'pool');
  });

  it('makes a silo tenant’s pool as the deployment has them, with a second factor for who wants one', async () => {
    const { directory, settingsOf, offersFactor } = fakeDirectory();

    const { userPoolId } = await createIdentity(directory, settings)(silo);

    expect(settingsOf(userPoolId)).toEqual(settings);
    expect(offersFactor(userPoolId)).toBe(true);
  });
});

describe('deleteIdentity', () => {
  it.each(byTier)('leaves nothing of a %s tenant', async (_what, input) => {
    const { directory, everything } = fakeDirectory();
    await createIdentity(directory, settings)(input);

    await deleteIdentity(directory, unused)(input);

    expect(everything()).toEqual({ pooled: [] });
  });

  it.each(byTier)('succeeds when there is nothing of a %s tenant', async (_what, input) => {
    const { directory } = fakeDirectory();

    await expect(deleteIdentity(directory, unused)(input)).resolves.toEqual({});
  });

  it('undoes what is half made', async () => {
    const { directory, everything } = fakeDirectory();
    await directory.createUserPool(silo.tenantId, silo.eventId, settings);

    await deleteIdentity(directory, unused)(silo);

    expect(everything()).toEqual({ pooled: [] });
  });

  it('undoes what was made twice', async () => {
    const { directory, everything } = fakeDirectory();
    await createIdentity(directory, settings)(pool);
    await createIdentity(directory, settings)(pool);

    await deleteIdentity(directory, unused)(pool);

    expect(everything()).toEqual({ pooled: [] });
  });

  it('asks for the client that it knows of, which may not be listed yet', async () => {
    const { directory, everything } = fakeDirectory();
    const CreateIdentity = await createIdentity(directory, settings)(pool);
    const unlisted: Directory = {
      ...directory,
      findAppClients: async (_userPoolId, _tenantId, known) =>
        known === undefined ? [] : [{ id: known, owner: pool.eventId }],
    };

    await deleteIdentity(unlisted, unused)({ ...pool, results: { CreateIdentity } });

    expect(everything()).toEqual({ pooled: [] });
  });

  it.each(byTier)('leaves what another owner made for the %s tenant', async (_what, input) => {
    const { directory, everything } = fakeDirectory();
    await createIdentity(directory, settings)({ ...input, eventId: aUlid(99) });
    const before = everything();

    await deleteIdentity(directory, unused)(input);

    expect(everything()).toEqual(before);
  });

  it.each(byTier)('leaves what people of the %s tenant use', async (_what, input) => {
    const { directory, everything } = fakeDirectory();
    const identity = await createIdentity(directory, settings)(input);
    const before = everything();
    const route = aRoute(1, { ...identity, firstUserEventId: aUlid(5) });

    const deleting = deleteIdentity(directory, { routeOf: async () => route })(input);

    await expect(deleting).rejects.toMatchObject({ name: 'TenantInUse' });
    expect(everything()).toEqual(before);
  });

  it('leaves other tenants’ clients', async () => {
    const { directory, everything } = fakeDirectory();
    const { appClientId } = await createIdentity(directory, settings)(aStepInput(2));

    await deleteIdentity(directory, unused)(pool);

    expect(everything()).toEqual({ pooled: [appClientId] });
  });
});
