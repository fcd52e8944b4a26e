import { z } from 'zod';
import type { Operation } from '../../../endpoint/service.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import { randomString } from '../../../kernel/random.ts';
import { badRequest, conflict, limitExceeded, notCovered, notFound } from '../apiErrors.ts';
import { type Control, changing, newId, nowInSeconds, reading } from '../control.ts';
import { Flag, Limit, TextMap } from '../inputs.ts';
import { pageOf } from '../page.ts';
import { newValue, PatchOperations, type PatchRules, patched } from '../patch.ts';
import type { ApiKey } from './apiKeySchemas.ts';
import { nameEntry } from './apiKeyStore.ts';

const Create = z.strictObject({
  name: z.string().optional(),
  description: z.string().optional(),
  enabled: Flag.default(false),
  generateDistinctId: Flag.optional(),
  value: z.string().optional(),
  stageKeys: z.array(z.unknown()).optional(),
  customerId: z.string().optional(),
  tags: TextMap.optional(),
});
const Named = z.strictObject({ apiKey: z.string() });
const Get = Named.extend({ includeValue: Flag.default(false) });
const Listing = z.strictObject({
  nameQuery: z.string().default(''),
  customerId: z.string().optional(),
  includeValues: Flag.default(false),
  limit: Limit,
  position: z.string().optional(),
});
const Update = Named.extend({ patchOperations: PatchOperations });

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Reads a key, or fails as API Gateway does for an unknown id. */
export const requireKey = async (control: Control, keyId: string): Promise<ApiKey> => {
  const key = await control.keys.keys.get(keyId);
  if (!key) throw notFound('Invalid API Key identifier specified');
  return key;
};

const described = (key: ApiKey, withValue: boolean): JsonObject => {
  const { value, ...rest } = key;
  return { ...rest, ...(withValue && { value }), stageKeys: [] };
};

const checkedValue = async (control: Control, value: string): Promise<string> => {
  if (value.length < 20) throw badRequest('API Key value should be at least 20 characters');
  if (value.length > 128) throw badRequest('API Key value should be at most 128 characters');
  if (await control.keys.values.get(value)) throw conflict('API Key already exists');
  return value;
};

const createApiKey = async (control: Control, input: z.infer<typeof Create>) => {
  const { stageKeys, generateDistinctId: _, value, ...given } = input;
  if (stageKeys?.length) throw notCovered('CreateApiKey with stageKeys');
  const { keys, values, names } = control.keys;
  if ((await control.keys.count()) >= control.engine.quotas.apiKeys) {
    throw limitExceeded('Maximum number of API keys for this account has been reached');
  }
  const generated = value ?? randomString(control.engine.random, ALPHABET, 40);
  const now = nowInSeconds(control);
  const key: ApiKey = {
    ...given,
    id: newId(control),
    value: await checkedValue(control, generated),
    createdDate: now,
    lastUpdatedDate: now,
  };
  await control.keys.write(
    [
      keys.putting(key.id, key),
      values.putting(key.value, { id: key.id }),
      names.putting(nameEntry(key), { id: key.id }),
    ],
    { values: [key.value], keysAdded: 1 },
  );
  return described(key, true);
};

const getApiKey = async (control: Control, input: z.infer<typeof Get>) =>
  described(await requireKey(control, input.apiKey), input.includeValue);

const getApiKeys = async (control: Control, input: z.infer<typeof Listing>) => {
  if (input.customerId !== undefined) throw notCovered('GetApiKeys by customerId');
  const { entries, position } = await pageOf(control.keys.names, input.nameQuery, input);
  const keys = await Promise.all(entries.map(({ value }) => control.keys.keys.get(value.id)));
  const items = keys.flatMap((key) => (key ? [described(key, input.includeValues)] : []));
  return { items, position };
};

const rules: PatchRules<ApiKey> = {
  '/name': (key, patch) => ({ ...key, name: newValue(patch) }),
  '/description': (key, patch) => ({ ...key, description: newValue(patch) }),
  '/enabled': (key, patch) => ({ ...key, enabled: newValue(patch) === 'true' }),
  '/customerId': (key, patch) => ({ ...key, customerId: newValue(patch) }),
};

const updateApiKey = async (control: Control, input: z.infer<typeof Update>) => {
  const old = await requireKey(control, input.apiKey);
  const changed = patched(old, input.patchOperations, rules);
  const key = { ...changed, lastUpdatedDate: nowInSeconds(control) };
  const { keys, names } = control.keys;
  await control.keys.write(
    [
      names.deleting(nameEntry(old)),
      names.putting(nameEntry(key), { id: key.id }),
      keys.putting(key.id, key),
    ],
    { values: [key.value] },
  );
  return described(key, false);
};

const deleteApiKey = async (control: Control, input: z.infer<typeof Named>) => {
  const key = await requireKey(control, input.apiKey);
  const { keys, values, names, planKeys, keyPlans } = control.keys;
  const plans = await keyPlans.list({ prefix: `${key.id}/` });
  const usage = await Promise.all(
    plans.map(({ value: plan }) => control.quotas.forgetting(`${plan.id}/${key.id}/`)),
  );
  const memberships = plans.flatMap(({ key: entry, value: plan }) => [
    keyPlans.deleting(entry),
    planKeys.deleting(`${plan.id}/${key.id}`),
  ]);
  const own = [keys.deleting(key.id), values.deleting(key.value), names.deleting(nameEntry(key))];
  await control.keys.write([...own, ...memberships, ...usage.flat()], {
    values: [key.value],
    keysAdded: -1,
  });
  return {};
};

/** The operations on API keys. A key that goes leaves its usage plans. */
export const apiKeyOperations = (control: Control): Record<string, Operation> => ({
  CreateApiKey: changing(control, Create, createApiKey),
  GetApiKey: reading(control, Get, getApiKey),
  GetApiKeys: reading(control, Listing, getApiKeys),
  UpdateApiKey: changing(control, Update, updateApiKey),
  DeleteApiKey: changing(control, Named, deleteApiKey),
});
