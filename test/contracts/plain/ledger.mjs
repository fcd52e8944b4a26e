// Who is a customer, by the events so far. Right in any order, and whatever comes twice.

const STATES = {
  TenantRegistered: 'lead',
  TenantProvisioned: 'customer',
  TenantProvisioningFailed: 'lost',
};

export const emptyLedger = () => ({ seen: {}, repeated: 0, aside: [], tenants: {} });

const tenantOf = (ledger, id) => {
  ledger.tenants[id] ??= { state: 'unknown', stateEventId: '', customers: 0, users: {} };
  return ledger.tenants[id];
};

/** Takes in one valid event. */
export const record = (ledger, event) => {
  const { metadata, data } = event.detail;
  if (ledger.seen[metadata.eventId]) {
    ledger.repeated += 1;
    return;
  }
  const type = event['detail-type'];
  ledger.seen[metadata.eventId] = type;
  const tenant = tenantOf(ledger, metadata.tenantId);
  if (type === 'UserCreated') tenant.users[data.userId] = data.email;
  if (type === 'TenantProvisioned') tenant.customers += 1;
  if (data.tenantName) tenant.name = data.tenantName;
  if (data.tier) tenant.tier = data.tier;
  if (STATES[type] && metadata.eventId > tenant.stateEventId) {
    tenant.state = STATES[type];
    tenant.stateEventId = metadata.eventId;
  }
};
