import type { Expected } from '../../services/app-plane/rowVersion.ts';
import type { Row, tenantRows } from '../../services/app-plane/tenantRows.ts';
import type {
  ApiKeys,
  KeyOf,
  KeyValues,
} from '../../services/provisioning/onboarding/createApiKey.ts';
import type {
  Directory,
  PoolSettings,
} from '../../services/provisioning/onboarding/createIdentity.ts';
import type { Once } from '../../services/registration/idempotency.ts';
import type { NewRegistration } from '../../services/registration/registration.ts';
import type { Committed, SettlePorts } from '../../services/registration/settleRegistration.ts';
import { aUlid } from './builders.ts';

/** The time in every fake. */
export const fixedNow = () => new Date('2026-01-05T09:30:00.000Z');

/** The ports by which a registration is settled, with this answer of the commit; keeps what it was given. */
export const fakeRegisterPorts = (committed: Committed = { kind: 'committed' }) => {
  const commits: { registration: NewRegistration; once: Once | undefined }[] = [];
  const announced: NewRegistration[] = [];
  let ulids = 0;
  const ports: SettlePorts = {
    now: fixedNow,
    newUlid() {
      ulids += 1;
      return aUlid(ulids);
    },
    async commit(registration, once) {
      commits.push({ registration, once });
      return committed;
    },
    async announce(registration) {
      announced.push(registration);
    },
    registration: async () => undefined,
  };
  return { ports, commits, announced };
};

type Mark = { tenantId: string; owner: string | undefined };

type Pool = {
  id: string;
  mark?: Mark;
  settings?: PoolSettings;
  offersFactor?: boolean;
  clients: Map<string, Mark>;
};

const ownedBy = (id: string, { owner }: Mark) => ({ id, owner });

/** Pools and app clients in memory; `pooled` is there from the start. */
export const fakeDirectory = () => {
  const pools: Pool[] = [{ id: 'pooled', clients: new Map() }];
  let made = 0;
  const newId = (kind: string) => {
    made += 1;
    return `${kind}${made}`;
  };
  const poolOf = (id: string) => {
    const pool = pools.find((candidate) => candidate.id === id);
    if (!pool) throw new Error(`no pool ${id}`);
    return pool;
  };
  const directory: Directory = {
    pooledUserPoolId: async () => 'pooled',
    async createUserPool(tenantId, owner, settings) {
      const id = newId('pool');
      const clients = new Map();
      pools.push({ id, mark: { tenantId, owner }, settings, offersFactor: false, clients });
      return id;
    },
    async offerSecondFactor(id) {
      poolOf(id).offersFactor = true;
    },
    findUserPools: async (tenantId) =>
      pools.flatMap(({ id, mark }) => (mark?.tenantId === tenantId ? [ownedBy(id, mark)] : [])),
    findAppClient: async ({ userPoolId, tenantId, appClientId }) => {
      const mark = poolOf(userPoolId).clients.get(appClientId);
      return mark?.tenantId === tenantId ? [ownedBy(appClientId, mark)] : [];
    },
    async deleteUserPool(id) {
      const at = pools.findIndex((pool) => pool.id === id);
      if (at >= 0) pools.splice(at, 1);
    },
    async createAppClient(poolId, tenantId, owner) {
      const id = newId('client');
      poolOf(poolId).clients.set(id, { tenantId, owner });
      return id;
    },
    findAppClients: async (poolId, tenantId) =>
      [...poolOf(poolId).clients].flatMap(([id, mark]) =>
        mark.tenantId === tenantId ? [ownedBy(id, mark)] : [],
      ),
    async deleteAppClient(poolId, id) {
      poolOf(poolId).clients.delete(id);
    },
  };
  /** Everything there is: pool → its clients. */
  const everything = () =>
    Object.fromEntries(pools.map((pool) => [pool.id, [...pool.clients.keys()]]));
  /** What a pool was made with. */
  const settingsOf = (id: string) => poolOf(id).settings;
  /** Whether a pool offers a second factor. */
  const offersFactor = (id: string) => poolOf(id).offersFactor;
  return { directory, everything, settingsOf, offersFactor };
};

/** Values of API keys in memory, by whose they are. */
export const fakeKeyValues = (): KeyValues & { kept: Map<string, string> } => {
  const kept = new Map<string, string>();
  const nameOf = ({ tenantId, owner }: KeyOf) => `${tenantId} for ${owner}`;
  return {
    kept,
    async valueFor(key) {
      const value = kept.get(nameOf(key)) ?? `value${kept.size + 1}`;
      kept.set(nameOf(key), value);
      return value;
    },
    read: async (key) => kept.get(nameOf(key)) ?? '',
    async forget(key) {
      kept.delete(nameOf(key));
    },
  };
};

/** API keys in memory, with the tier that each counts against. */
export const fakeApiKeys = () => {
  const keys = new Map<string, Mark & { tier?: string }>();
  const byValue = new Map<string, string>();
  const apiKeys: ApiKeys = {
    async create(key, value) {
      const id = byValue.get(value) ?? `key${byValue.size + 1}`;
      byValue.set(value, id);
      if (!keys.has(id)) keys.set(id, key);
      return id;
    },
    find: async (tenantId) =>
      [...keys].flatMap(([id, key]) => (key.tenantId === tenantId ? [ownedBy(id, key)] : [])),
    async delete(id) {
      keys.delete(id);
    },
    async attach(id, tier) {
      const key = keys.get(id);
      if (!key) throw new Error(`no key ${id}`);
      keys.set(id, { ...key, tier });
    },
  };
  return { apiKeys, keys };
};

/** A tenant's rows in memory, by id; versions are counted. */
export const fakeRows = (rows: readonly Row[] = []): ReturnType<typeof tenantRows> => {
  const kept = new Map(rows.map((row, index) => [row.id, { row, version: `v${index}` }]));
  let writes = rows.length;
  const keep = (row: Row) => {
    const version = `v${writes}`;
    writes += 1;
    kept.set(row.id, { row, version });
    return version;
  };
  const isThere = (id: string, expected: Expected) => {
    const version = kept.get(id)?.version;
    return version !== undefined && (expected === '*' || expected.includes(version));
  };
  return {
    create: async (row) => keep(row),
    get: async (id) => kept.get(id),
    replace: async (row, expected) => (isThere(row.id, expected) ? keep(row) : undefined),
    remove: async (id, expected) => isThere(id, expected) && kept.delete(id),
    list: async ({ after = '', limit }) =>
      [...kept.values()]
        .map(({ row }) => row)
        .filter((row) => row.id > after)
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .slice(0, limit),
  };
};
