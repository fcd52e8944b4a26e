import { z } from 'zod';
import type { Operation } from '../../../endpoint/service.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import { badRequest, conflict, notFound } from '../apiErrors.ts';
import { type Control, changing, reading } from '../control.ts';
import { Limit } from '../inputs.ts';
import { pageOf } from '../page.ts';
import type { ApiKey, UsagePlan } from './apiKeySchemas.ts';
import { requireKey } from './apiKeys.ts';
import { requirePlan } from './usagePlans.ts';

const Create = z.strictObject({
  usagePlanId: z.string(),
  keyId: z.string(),
  keyType: z.string(),
});
const Named = z.strictObject({ usagePlanId: z.string(), keyId: z.string() });
const Listing = z.strictObject({
  usagePlanId: z.string(),
  nameQuery: z.string().optional(),
  limit: Limit,
  position: z.string().optional(),
});

const described = (key: ApiKey): JsonObject => ({
  id: key.id,
  type: 'API_KEY',
  value: key.value,
  name: key.name,
});

const sharedStage = (left: UsagePlan, right: UsagePlan) =>
  left.apiStages.find((stage) =>
    right.apiStages.some((other) => other.apiId === stage.apiId && other.stage === stage.stage),
  );

const refuseSecondPlan = async (control: Control, key: ApiKey, plan: UsagePlan): Promise<void> => {
  for (const { value } of await control.keys.keyPlans.list({ prefix: `${key.id}/` })) {
    if (value.id === plan.id) {
      throw conflict(`API Key ${key.id} is already subscribed to Usage Plan ${plan.id}`);
    }
    const stage = sharedStage(plan, await requirePlan(control, value.id));
    if (!stage) continue;
    throw conflict(
      `API Key ${key.id} is already subscribed to Usage Plan ${value.id} of API Stage ${stage.apiId}:${stage.stage}`,
    );
  }
};

const createUsagePlanKey = async (control: Control, input: z.infer<typeof Create>) => {
  if (input.keyType !== 'API_KEY') throw badRequest('Invalid key type specified');
  const plan = await requirePlan(control, input.usagePlanId);
  const key = await requireKey(control, input.keyId);
  await refuseSecondPlan(control, key, plan);
  const { planKeys, keyPlans } = control.keys;
  await control.keys.write(
    [
      planKeys.putting(`${plan.id}/${key.id}`, { id: key.id }),
      keyPlans.putting(`${key.id}/${plan.id}`, { id: plan.id }),
    ],
    { values: [key.value] },
  );
  return described(key);
};

const requireMember = async (control: Control, input: z.infer<typeof Named>): Promise<ApiKey> => {
  await requirePlan(control, input.usagePlanId);
  const key = await requireKey(control, input.keyId);
  if (!(await control.keys.planKeys.get(`${input.usagePlanId}/${input.keyId}`))) {
    throw notFound(`Usage Plan ${input.usagePlanId} has no API Key ${input.keyId}`);
  }
  return key;
};

const getUsagePlanKeys = async (control: Control, input: z.infer<typeof Listing>) => {
  await requirePlan(control, input.usagePlanId);
  const prefix = `${input.usagePlanId}/`;
  const { keys, names, planKeys } = control.keys;
  const { entries, position } = await (input.nameQuery === undefined
    ? pageOf(planKeys, prefix, input)
    : pageOf(names, input.nameQuery, input));
  const found = await Promise.all(
    entries.map(async ({ value }) =>
      (await planKeys.get(prefix + value.id)) ? keys.get(value.id) : undefined,
    ),
  );
  return { items: found.flatMap((key) => (key ? [described(key)] : [])), position };
};

const deleteUsagePlanKey = async (control: Control, input: z.infer<typeof Named>) => {
  const key = await requireMember(control, input);
  const { planKeys, keyPlans } = control.keys;
  await control.keys.write(
    [
      planKeys.deleting(`${input.usagePlanId}/${key.id}`),
      keyPlans.deleting(`${key.id}/${input.usagePlanId}`),
    ],
    { values: [key.value] },
  );
  return {};
};

/** Which key is in which plan. A page of a name query may hold fewer keys than its limit. */
export const usagePlanKeyOperations = (control: Control): Record<string, Operation> => ({
  CreateUsagePlanKey: changing(control, Create, createUsagePlanKey),
  GetUsagePlanKey: reading(control, Named, async (_, input) =>
    described(await requireMember(control, input)),
  ),
  GetUsagePlanKeys: reading(control, Listing, getUsagePlanKeys),
  DeleteUsagePlanKey: changing(control, Named, deleteUsagePlanKey),
});
