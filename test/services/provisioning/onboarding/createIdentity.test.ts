import { describe, expect, it } from '@jest/globals';
import {
  AdminEmailInUse,
  createIdentity,
  deleteIdentity,
} from '../../../../services/provisioning/onboarding/createIdentity.ts';
import { aStepInput, aTenantId } from '../../../support/builders.ts';
import { fakeDirectory } from '../../../support/fakes.ts';

const pool = aStepInput(1);
const silo = aStepInput(1, { deployment: 'silo', tier: 'platinum' });
const retried = { attempt: 1 };

describe('createIdentity', () => {
  it('gives a pool tenant its own app client in the pooled user pool', async () => {
    const { directory, everything } = fakeDirectory();

    const identity = await createIdentity(directory)(pool);

    expect(identity).toEqual({ userPoolId: 'pooled', appClientId: 'client1' });
    expect(everything()).toEqual({ pooled: ['client1'] });
  });

  it('gives a silo tenant its own user pool and app client', async () => {
    const { directory, everything } = fakeDirectory();

    const identity = await createIdentity(directory)(silo);

    expect(identity).toEqual({ userPoolId: 'pool1', appClientId: 'client2' });
    expect(everything()).toEqual({ pooled: [], pool1: ['client2'] });
  });

  it.each([
    ['pool', pool],
    ['silo', silo],
  ])('finds on a retry what an earlier try made for a %s tenant', async (_what, input) => {
    const { directory, everything } = fakeDirectory();
    const made = await createIdentity(directory)(input);
    const before = everything();

    const found = await createIdentity(directory)({ ...input, ...retried });

    expect(found).toEqual(made);
    expect(everything()).toEqual(before);
  });

  it('finishes on a retry what an earlier try left half made', async () => {
    const { directory, everything } = fakeDirectory();
    await directory.createUserPool(silo.tenantId);

    await createIdentity(directory)({ ...silo, ...retried });

    expect(everything()).toEqual({ pooled: [], pool1: ['client2'] });
  });

  it('does not take another tenant’s client for its own', async () => {
    const { directory } = fakeDirectory();
    const other = await createIdentity(directory)(aStepInput(2));

    const mine = await createIdentity(directory)({ ...pool, ...retried });

    expect(mine.appClientId).not.toBe(other.appClientId);
  });

  it('refuses a pool tenant whose admin signs in to another tenant, and makes nothing', async () => {
    const { directory, everything } = fakeDirectory({ [pool.adminEmail]: aTenantId(2) });

    const creating = createIdentity(directory)(pool);

    await expect(creating).rejects.toThrow(AdminEmailInUse);
    expect(everything()).toEqual({ pooled: [] });
  });

  it('takes a user of the tenant itself, whom an earlier run made, for no obstacle', async () => {
    const { directory } = fakeDirectory({ [pool.adminEmail]: pool.tenantId });

    const creating = createIdentity(directory)({ ...pool, ...retried });

    await expect(creating).resolves.toMatchObject({ userPoolId: 'pooled' });
  });

  it('takes no notice of the pooled users for a silo tenant', async () => {
    const { directory } = fakeDirectory({ [silo.adminEmail]: aTenantId(2) });

    await expect(createIdentity(directory)(silo)).resolves.toMatchObject({ userPoolId: 'pool1' });
  });
});

describe('deleteIdentity', () => {
  it.each([
    ['pool', pool],
    ['silo', silo],
  ])('leaves nothing of a %s tenant', async (_what, input) => {
    const { directory, everything } = fakeDirectory();
    await createIdentity(directory)(input);

    await deleteIdentity(directory)(input);

    expect(everything()).toEqual({ pooled: [] });
  });

  it.each([
    ['pool', pool],
    ['silo', silo],
  ])('succeeds when there is nothing of a %s tenant', async (_what, input) => {
    const { directory } = fakeDirectory();

    await expect(deleteIdentity(directory)(input)).resolves.toEqual({});
  });

  it('undoes what is half made', async () => {
    const { directory, everything } = fakeDirectory();
    await directory.createUserPool(silo.tenantId);

    await deleteIdentity(directory)(silo);

    expect(everything()).toEqual({ pooled: [] });
  });

  it('undoes what was made twice', async () => {
    const { directory, everything } = fakeDirectory();
    await createIdentity(directory)(pool);
    await createIdentity(directory)(pool);

    await deleteIdentity(directory)(pool);

    expect(everything()).toEqual({ pooled: [] });
  });

  it('deletes the client that it knows of, even before it is listed', async () => {
    const { directory, everything } = fakeDirectory();
    const CreateIdentity = await createIdentity(directory)(pool);
    const unlisted = { ...directory, findAppClients: async () => [] };

    await deleteIdentity(unlisted)({ ...pool, results: { CreateIdentity } });

    expect(everything()).toEqual({ pooled: [] });
  });

  it('leaves other tenants’ clients', async () => {
    const { directory, everything } = fakeDirectory();
    const { appClientId } = await createIdentity(directory)(aStepInput(2));

    await deleteIdentity(directory)(pool);

    expect(everything()).toEqual({ pooled: [appClientId] });
  });
});
