import { ulid } from 'ulid';
import { z } from 'zod';
import type { BusEvent } from '../busTap.ts';

const Chain = z.object({
  registered: z.string(),
  provisioned: z.string(),
  registrationId: z.string(),
  tenantId: z.string(),
  userPoolId: z.string(),
  appClientId: z.string(),
  tenantName: z.string(),
  adminEmail: z.string(),
  userId: z.string(),
});

/** What the events of a live tenant's onboarding have told. */
export type Chain = z.infer<typeof Chain>;

/** Reads the chain of one registration off the bus. */
export const chainOf = (events: readonly BusEvent[], registrationId: string): Chain => {
  const said = (type: string) => {
    const event = events.find(
      ({ 'detail-type': name, detail }) =>
        name === type && detail.metadata.correlationId === registrationId,
    );
    const data = z.record(z.string(), z.unknown()).parse(event?.detail['data']);
    return { ...data, eventId: event?.detail.metadata.eventId };
  };
  const provisioned = said('TenantProvisioned');
  return Chain.parse({
    ...said('UserCreated'),
    ...provisioned,
    registrationId,
    registered: said('TenantRegistered').eventId,
    provisioned: provisioned.eventId,
  });
};

export type Forgery = { type: string; source: string; field: string; detail: object };

/** Every fact about the first tenant, new or under its own id, with one thing of the second one's in it. */
export const contradictionsOf = (mine: Chain, others: Chain): Forgery[] => {
  const { tenantId, registrationId } = mine;
  let count = 0;
  /** No two of them say the same time: it tells one from another in a queue. */
  const occurredAt = () => {
    count += 1;
    return new Date(Date.now() + count).toISOString();
  };
  const event = (
    [source, type]: readonly [string, string],
    chain: { tenantId: string; correlationId: string; causationId: string; eventId?: string },
    data: object,
  ) => ({
    type,
    source,
    detail: {
      metadata: { eventId: ulid(), version: '1.0', occurredAt: occurredAt(), ...chain },
      data: { tenantId: chain.tenantId, ...data },
    },
  });
  const of = (causationId: string) => ({ tenantId, correlationId: registrationId, causationId });
  const { userPoolId, appClientId, tenantName, adminEmail } = mine;
  const placed = { tenantName, adminEmail, userPoolId, appClientId };
  const provisioned = (changed: object, chain = of(mine.registered)) =>
    event(['provisioning', 'TenantProvisioned'], chain, {
      ...placed,
      tier: 'basic',
      deployment: 'pool',
      region: 'us-east-1',
      ...changed,
    });
  const failed = (chain: ReturnType<typeof of>, changed: object = {}) =>
    event(['provisioning', 'TenantProvisioningFailed'], chain, {
      registrationId,
      failedStep: 'CreateApiKey',
      error: { name: 'Forged', message: 'forged' },
      compensated: true,
      undone: [],
      stuck: [],
      ...changed,
    });
  const refused = (chain: ReturnType<typeof of>) =>
    event(['provisioning', 'RegistrationRefused'], chain, {
      registrationId,
      source: 'registration',
      reason: 'TenantNameInUse',
      message: 'forged',
    });
  const user = (chain: ReturnType<typeof of>, email: string) =>
    event(['identity', 'UserCreated'], chain, { userId: 'forged', email, role: 'TenantAdmin' });
  const userFailed = (chain: ReturnType<typeof of>, email: string) =>
    event(['identity', 'UserCreationFailed'], chain, {
      email,
      role: 'TenantAdmin',
      error: { name: 'Forged', message: 'forged' },
    });
  const offboarded = (chain: ReturnType<typeof of>) =>
    event(['provisioning', 'TenantOffboarded'], chain, {
      tier: 'basic',
      deployment: 'pool',
      erased: { rows: 0, tables: 0, apiKeys: 0, appClients: 0, userPools: 0 },
    });
  const stranger = 'mallory@evil.example';
  const asOther = { ...of(others.provisioned) };
  const theirs = { tenantId: others.tenantId, correlationId: registrationId };
  const again = { ...of(mine.registered), eventId: mine.provisioned };
  return [
    { field: 'userPoolId, again', ...provisioned({ userPoolId: others.userPoolId }, again) },
    { field: 'appClientId, again', ...provisioned({ appClientId: others.appClientId }, again) },
    { field: 'adminEmail, again', ...provisioned({ adminEmail: stranger }, again) },
    { field: 'tenantName, again', ...provisioned({ tenantName: 'Mallory' }, again) },
    { field: 'tier, again', ...provisioned({ tier: 'platinum' }, again) },
    { field: 'its id', ...provisioned({}) },
    { field: 'userPoolId', ...provisioned({ userPoolId: others.userPoolId }) },
    { field: 'appClientId', ...provisioned({ appClientId: others.appClientId }) },
    { field: 'adminEmail', ...provisioned({ adminEmail: stranger }) },
    { field: 'region', ...provisioned({ region: 'eu-central-1' }) },
    { field: 'causationId', ...provisioned({}, of(others.registered)) },
    { field: 'tenantId', ...provisioned({}, { ...of(mine.registered), ...theirs }) },
    { field: 'that it failed', ...failed(of(mine.registered)) },
    { field: 'what is stuck', ...failed(of(mine.registered), { stuck: ['WriteRoute'] }) },
    { field: 'causationId', ...failed(of(others.registered)) },
    { field: 'tenantId', ...failed({ ...of(mine.registered), ...theirs }) },
    { field: 'that it was refused', ...refused(of(mine.registered)) },
    { field: 'that it has left', ...offboarded(of(ulid())) },
    { field: 'causationId', ...user(asOther, stranger) },
    { field: 'tenantId', ...user({ ...of(mine.provisioned), ...theirs }, stranger) },
    { field: 'causationId', ...userFailed(asOther, adminEmail) },
    { field: 'tenantId', ...userFailed({ ...of(mine.provisioned), ...theirs }, adminEmail) },
  ];
};
