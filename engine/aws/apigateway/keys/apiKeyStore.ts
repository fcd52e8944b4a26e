import { z } from 'zod';
import { RecentlyUsed } from '../../../kernel/recentlyUsed.ts';
import type { Collection, Store, Write } from '../../../kernel/store.ts';
import { ApiKey, UsagePlan } from './apiKeySchemas.ts';

/** What one API key value opens: the key, and the plans it is in. */
export type KeyAccess = Readonly<{ key: ApiKey; planIds: readonly string[] }>;

const Pointer = z.object({ id: z.string() });
type Pointer = z.infer<typeof Pointer>;

type Reading<T> = Omit<Collection<T>, 'put' | 'delete'>;

/** What a write is about; `keysAdded` is negative for keys that go. */
type Touched = { values?: string[]; plans?: string[]; keysAdded?: number };

/** API keys, usage plans, and which key is in which plan. */
export type ApiKeyStore = Readonly<{
  keys: Reading<ApiKey>;
  /** By value. */
  values: Reading<Pointer>;
  /** By `nameEntry(key)`, so that a name's prefix lists them. */
  names: Reading<Pointer>;
  plans: Reading<UsagePlan>;
  /** By `<planId>/<keyId>`. */
  planKeys: Reading<Pointer>;
  /** By `<keyId>/<planId>`. */
  keyPlans: Reading<Pointer>;
  /** The only way to change them: says which key values and plans the writes are about. */
  write(writes: Write[], about: Touched): Promise<void>;
  /** Look-ups of the data plane: in memory for keys and plans in use. */
  access(value: string): Promise<KeyAccess | undefined>;
  plan(planId: string): Promise<UsagePlan | undefined>;
  /** How many keys there are. */
  count(): Promise<number>;
}>;

const CACHED_KEYS = 10_000;
const CACHED_PLANS = 300;
const NAME_END = '\u0001';

/** Where a key stands in the index of names. */
export const nameEntry = (key: Pick<ApiKey, 'id' | 'name'>): string =>
  (key.name ?? '') + NAME_END + key.id;

const collectionsIn = (store: Store) => ({
  keys: store.collection('apigateway.keys', ApiKey),
  values: store.collection('apigateway.keyValues', Pointer),
  names: store.collection('apigateway.keyNames', Pointer),
  plans: store.collection('apigateway.usagePlans', UsagePlan),
  planKeys: store.collection('apigateway.planKeys', Pointer),
  keyPlans: store.collection('apigateway.keyPlans', Pointer),
});

/** Opens the keys and plans of one engine. */
export const apiKeyStoreIn = (store: Store): ApiKeyStore => {
  const { keys, ...others } = collectionsIn(store);
  const accesses = new RecentlyUsed<KeyAccess>(CACHED_KEYS);
  const plans = new RecentlyUsed<UsagePlan>(CACHED_PLANS);
  let counted: number | undefined;

  const forget = ({ values = [], plans: planIds = [], keysAdded = 0 }: Touched): void => {
    for (const value of values) accesses.forget(value);
    for (const planId of planIds) plans.forget(planId);
    if (counted !== undefined) counted += keysAdded;
  };

  const readAccess = async (value: string): Promise<KeyAccess | undefined> => {
    const pointer = await others.values.get(value);
    const key = pointer && (await keys.get(pointer.id));
    if (!key) return undefined;
    const entries = await others.keyPlans.list({ prefix: `${key.id}/` });
    return { key, planIds: entries.map((entry) => entry.value.id) };
  };

  return {
    keys,
    ...others,
    async write(writes, about) {
      await store.batch(writes);
      forget(about);
    },
    access: (value) => accesses.load(value, () => readAccess(value)),
    plan: (planId) => plans.load(planId, () => others.plans.get(planId)),
    async count() {
      counted ??= (await others.names.list()).length;
      return counted;
    },
  };
};
