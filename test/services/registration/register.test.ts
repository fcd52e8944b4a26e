import { describe, expect, it } from '@jest/globals';
import { registerFunction } from '../../../services/registration/register.function.ts';
import { register } from '../../../services/registration/register.ts';
import { aTenantId, aUlid } from '../../support/builders.ts';
import { fakeRegisterPorts } from '../../support/fakes.ts';

const body = { tenantName: 'Acme', adminEmail: 'ada@example.com', tier: 'basic' } as const;

const request = (headers: Record<string, string> = {}, given: object = body) =>
  registerFunction.routes['POST /tenants'].request.parse({ body: given, headers });

const accepted = (registrationId: string, tenantId: string) => ({
  status: 202,
  body: { registrationId, tenantId, status: 'registered' },
});

describe('register', () => {
  it('accepts a committed sign-up with the ids that it made', async () => {
    const { ports, commits } = fakeRegisterPorts();

    const reply = await register(ports)(request());

    expect(reply).toEqual(accepted(aUlid(1), aTenantId(2)));
    expect(commits).toEqual([
      {
        registration: {
          ...body,
          registrationId: aUlid(1),
          tenantId: aTenantId(2),
          registeredEventId: aUlid(3),
          registeredAt: '2026-01-05T09:30:00.000Z',
        },
        once: undefined,
      },
    ]);
  });

  it('announces what it has committed', async () => {
    const { ports, commits, announced } = fakeRegisterPorts();

    await register(ports)(request());

    expect(announced).toEqual(commits.map(({ registration }) => registration));
  });

  it('accepts a committed sign-up that it cannot announce: the relay will', async () => {
    const { ports } = fakeRegisterPorts();
    const announce = () => Promise.reject(new Error('no bus'));

    const reply = await register({ ...ports, announce })(request());

    expect(reply).toMatchObject({ status: 202 });
  });

  it('announces nothing before it has committed', async () => {
    const { ports, announced } = fakeRegisterPorts();
    const commit = () => Promise.reject(new Error('no table'));

    const registering = register({ ...ports, commit })(request());

    await expect(registering).rejects.toThrow('no table');
    expect(announced).toEqual([]);
  });

  it('answers a repeated sign-up with the first one’s ids', async () => {
    const first = { registrationId: aUlid(90), tenantId: aTenantId(91) };
    const { ports, announced } = fakeRegisterPorts({ kind: 'repeated', ...first });

    const reply = await register(ports)(request({ 'idempotency-key': 'k' }));

    expect(reply).toEqual(accepted(first.registrationId, first.tenantId));
    expect(announced).toEqual([]);
  });

  it('answers 422 to a key that came with another body', async () => {
    const { ports, announced } = fakeRegisterPorts({ kind: 'keyReused' });

    const reply = await register(ports)(request({ 'idempotency-key': 'k' }));

    expect(reply).toMatchObject({ status: 422, body: { code: 'IdempotencyKeyReused' } });
    expect(announced).toEqual([]);
  });

  it('answers 409 to a name in use and says which field it is', async () => {
    const { ports, announced } = fakeRegisterPorts({ kind: 'nameTaken' });

    const reply = await register(ports)(request());

    expect(reply).toMatchObject({
      status: 409,
      body: { code: 'TenantNameInUse', fields: [{ path: 'tenantName', message: 'is in use' }] },
    });
    expect(announced).toEqual([]);
  });

  it.each([
    ['the order of fields', { tier: 'basic', adminEmail: 'ada@example.com', tenantName: 'Acme' }],
    ['outer spaces', { ...body, tenantName: ' Acme ' }],
    ['the address’s case', { ...body, adminEmail: 'Ada@Example.com' }],
  ])('takes bodies for the same whatever %s', async (_what, other) => {
    const { ports, commits } = fakeRegisterPorts();

    await register(ports)(request({ 'idempotency-key': 'k' }));
    await register(ports)(request({ 'idempotency-key': 'k' }, other));

    expect(commits[0]?.once).toMatchObject({ key: 'k' });
    expect(commits[1]?.once).toEqual(commits[0]?.once);
  });

  it.each([
    ['another name', { ...body, tenantName: 'Acme 2' }],
    ['another tier', { ...body, tier: 'premium' }],
    ['one more field', { ...body, phone: '+4915112345678' }],
  ])('tells a body with %s from the first', async (_what, other) => {
    const { ports, commits } = fakeRegisterPorts();

    await register(ports)(request({ 'idempotency-key': 'k' }));
    await register(ports)(request({ 'idempotency-key': 'k' }, other));

    expect(commits[1]?.once?.bodyHash).not.toBe(commits[0]?.once?.bodyHash);
  });
});
