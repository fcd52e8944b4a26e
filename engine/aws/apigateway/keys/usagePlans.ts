import { z } from 'zod';
import type { Operation } from '../../../endpoint/service.ts';
import { badRequest, limitExceeded, notCovered, notFound } from '../apiErrors.ts';
import { type Control, changing, newId, reading } from '../control.ts';
import { Limit, TextMap } from '../inputs.ts';
import { pageOf } from '../page.ts';
import { newValue, PatchOperations, type PatchRules, patched } from '../patch.ts';
import { Quota, Throttle, UsagePlan } from './apiKeySchemas.ts';

type ApiStage = UsagePlan['apiStages'][number];

const Create = z.strictObject({
  name: z.string().min(1),
  description: z.string().optional(),
  apiStages: z
    .array(
      z.strictObject({
        apiId: z.string(),
        stage: z.string(),
        throttle: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .default([]),
  throttle: Throttle.optional(),
  quota: Quota.optional(),
  tags: TextMap.optional(),
});
const Named = z.strictObject({ usagePlanId: z.string() });
const Listing = z.strictObject({
  keyId: z.string().optional(),
  limit: Limit,
  position: z.string().optional(),
});
const Update = Named.extend({ patchOperations: PatchOperations });

/** Reads a plan, or fails as API Gateway does for an unknown id. */
export const requirePlan = async (control: Control, planId: string): Promise<UsagePlan> => {
  const plan = await control.keys.plans.get(planId);
  if (!plan) throw notFound('Invalid Usage Plan ID specified');
  return plan;
};

const checkStages = async (control: Control, plan: UsagePlan): Promise<void> => {
  for (const { apiId, stage } of plan.apiStages) {
    if (await control.definitions.stages.get(`${apiId}/${stage}`)) continue;
    throw badRequest(
      `Invalid API Stage {api: ${apiId}, stage: ${stage}} specified for usageplan ${plan.id}`,
    );
  }
};

const write = async (control: Control, plan: UsagePlan): Promise<UsagePlan> => {
  if (plan.quota?.offset) throw notCovered('a usage plan quota with an offset');
  await checkStages(control, plan);
  await control.keys.write([control.keys.plans.putting(plan.id, plan)], { plans: [plan.id] });
  return plan;
};

const createUsagePlan = async (control: Control, input: z.infer<typeof Create>) => {
  const { apiStages, ...given } = input;
  const plans = await control.keys.plans.list();
  if (plans.length >= control.engine.quotas.usagePlans) {
    throw limitExceeded('Maximum number of usage plans for this account has been reached');
  }
  if (apiStages.some(({ throttle }) => Object.keys(throttle ?? {}).length > 0)) {
    throw notCovered("throttling of single methods in a usage plan's apiStages");
  }
  const stages = apiStages.map(({ apiId, stage }) => ({ apiId, stage }));
  return write(control, { ...given, id: newId(control, 6), apiStages: stages });
};

const getUsagePlans = async (control: Control, input: z.infer<typeof Listing>) => {
  const { keyId } = input;
  if (keyId === undefined) {
    const { entries, position } = await pageOf(control.keys.plans, '', input);
    return { items: entries.map((entry) => entry.value), position };
  }
  const { entries, position } = await pageOf(control.keys.keyPlans, `${keyId}/`, input);
  const items = await Promise.all(entries.map(({ value }) => requirePlan(control, value.id)));
  return { items, position };
};

const stageIn = (value: string | undefined): ApiStage => {
  const [, apiId, stage] = /^([^:]+):([^:]+)$/.exec(value ?? '') ?? [];
  if (apiId === undefined || stage === undefined) throw badRequest('Invalid API Stage specified');
  return { apiId, stage };
};

const isStage = (wanted: ApiStage) => (other: ApiStage) =>
  other.apiId === wanted.apiId && other.stage === wanted.stage;

/** A plan between two patch operations: its numbers are still text, and half of a quota may be missing. */
type Draft = Omit<UsagePlan, 'quota' | 'throttle'> & {
  quota?: Record<string, unknown> | undefined;
  throttle?: Record<string, unknown> | undefined;
};

const rules: PatchRules<Draft> = {
  '/name': (plan, patch) => ({ ...plan, name: newValue(patch) ?? plan.name }),
  '/description': (plan, patch) => ({ ...plan, description: newValue(patch) }),
  '/productCode': () => {
    throw notCovered('a usage plan with a productCode');
  },
  '/apiStages': (plan, patch) => {
    const stage = stageIn(patch.value);
    const others = plan.apiStages.filter((other) => !isStage(stage)(other));
    if (patch.op !== 'remove') return { ...plan, apiStages: [...others, stage] };
    if (others.length === plan.apiStages.length) throw badRequest('Invalid API Stage specified');
    return { ...plan, apiStages: others };
  },
  '/quota': (plan) => ({ ...plan, quota: undefined }),
  '/quota/*': (plan, patch, name) => ({
    ...plan,
    quota: { ...plan.quota, [name]: newValue(patch) },
  }),
  '/throttle': (plan) => ({ ...plan, throttle: undefined }),
  '/throttle/*': (plan, patch, name) => ({
    ...plan,
    throttle: { ...plan.throttle, [name]: newValue(patch) },
  }),
};

const updateUsagePlan = async (control: Control, input: z.infer<typeof Update>) => {
  const old = await requirePlan(control, input.usagePlanId);
  const plan = UsagePlan.safeParse(patched<Draft>(old, input.patchOperations, rules));
  if (!plan.success) throw badRequest('Invalid Usage Plan quota or throttle settings specified');
  return write(control, plan.data);
};

const deleteUsagePlan = async (control: Control, input: z.infer<typeof Named>) => {
  const plan = await requirePlan(control, input.usagePlanId);
  if (plan.apiStages.length > 0) {
    const stages = plan.apiStages.map(({ apiId, stage }) => `${apiId}:${stage}`).join(', ');
    throw badRequest(
      `Cannot delete Usage Plan ${plan.id} because there are API Stages associated with it, including ${stages}`,
    );
  }
  const { plans, planKeys, keyPlans, keys } = control.keys;
  const members = await planKeys.list({ prefix: `${plan.id}/` });
  const memberKeys = await Promise.all(members.map(({ value }) => keys.get(value.id)));
  const removals = members.flatMap(({ key, value }) => [
    planKeys.deleting(key),
    keyPlans.deleting(`${value.id}/${plan.id}`),
  ]);
  const usage = await control.quotas.forgetting(`${plan.id}/`);
  await control.keys.write([plans.deleting(plan.id), ...removals, ...usage], {
    plans: [plan.id],
    values: memberKeys.flatMap((key) => (key ? [key.value] : [])),
  });
  return {};
};

/** Takes stages that are about to go out of every plan. */
export const detachStages = async (
  control: Control,
  goes: (stage: ApiStage) => boolean,
): Promise<void> => {
  for (const { value: plan } of await control.keys.plans.list()) {
    if (!plan.apiStages.some(goes)) continue;
    const left = { ...plan, apiStages: plan.apiStages.filter((stage) => !goes(stage)) };
    await control.keys.write([control.keys.plans.putting(plan.id, left)], { plans: [plan.id] });
  }
};

/** The operations on usage plans. */
export const usagePlanOperations = (control: Control): Record<string, Operation> => ({
  CreateUsagePlan: changing(control, Create, createUsagePlan),
  GetUsagePlan: reading(control, Named, (_, input) => requirePlan(control, input.usagePlanId)),
  GetUsagePlans: reading(control, Listing, getUsagePlans),
  UpdateUsagePlan: changing(control, Update, updateUsagePlan),
  DeleteUsagePlan: changing(control, Named, deleteUsagePlan),
});
