import { z } from 'zod';
import { type JsonObject, JsonValue } from '../../../kernel/json.ts';
import { findListed } from '../../pages.ts';
import { camelNames, camelNamesDeep, given, tagMap, textOf, without } from '../../properties.ts';
import type { Actions, ResourceContext } from '../../provider.ts';
import { patchesBetween, under } from './patches.ts';

const LONGEST_NAME = 128;

const ApiStage = z.strictObject({
  ApiId: z.string(),
  Stage: z.string(),
  Throttle: z.record(z.string(), JsonValue).default({}),
});

const Limits = z.record(z.string(), JsonValue).optional();

/** The properties of AWS::ApiGateway::UsagePlan. */
export const UsagePlan = z.strictObject({
  UsagePlanName: z.string().optional(),
  ApiStages: z.array(ApiStage).default([]),
  Description: given,
  Quota: Limits,
  Tags: given,
  Throttle: Limits,
});
type UsagePlan = z.infer<typeof UsagePlan>;

const nameOf = (plan: UsagePlan, { name }: ResourceContext): string =>
  plan.UsagePlanName ?? name(LONGEST_NAME);

const inputOf = (plan: UsagePlan, context: ResourceContext): JsonObject =>
  without({
    name: nameOf(plan, context),
    description: plan.Description,
    apiStages: plan.ApiStages.map(({ ApiId, Stage, Throttle }) => ({
      ...{ apiId: ApiId, stage: Stage },
      ...(Object.keys(Throttle).length > 0 && { throttle: camelNamesDeep(Throttle) }),
    })),
    quota: plan.Quota && camelNames(plan.Quota),
    throttle: plan.Throttle && camelNames(plan.Throttle),
    tags: tagMap(plan.Tags),
  });

const limitPatches = (path: string, before: JsonObject = {}, after?: JsonObject): JsonObject[] => {
  if (after) return patchesBetween(under(path, camelNames(before)), under(path, camelNames(after)));
  return Object.keys(before).length > 0 ? [{ op: 'remove', path }] : [];
};

const stagesOf = (plan: UsagePlan): string[] =>
  plan.ApiStages.map(({ ApiId, Stage }) => `${ApiId}:${Stage}`);

const stagePatches = (before: readonly string[], after: readonly string[]): JsonObject[] => [
  ...before
    .filter((stage) => !after.includes(stage))
    .map((value) => ({ op: 'remove', path: '/apiStages', value })),
  ...after
    .filter((stage) => !before.includes(stage))
    .map((value) => ({ op: 'add', path: '/apiStages', value })),
];

const texts = (plan: UsagePlan, context: ResourceContext): JsonObject => ({
  '/name': nameOf(plan, context),
  '/description': plan.Description,
});

/** A usage plan. It has an id of its own, so an interrupted create is found by its name. */
export const usagePlan: Actions<UsagePlan> = {
  async create(properties, context) {
    const input = inputOf(properties, context);
    const id = textOf(await context.call('apigateway', 'CreateUsagePlan', input), 'id');
    return { physicalId: id, attributes: { Id: id } };
  },
  async find(properties, context) {
    const listing = {
      service: 'apigateway',
      operation: 'GetUsagePlans',
      input: { limit: 500 },
      items: 'items',
      id: 'id',
      token: 'position',
    };
    const left = await findListed(listing, { name: nameOf(properties, context) }, context);
    return left && { physicalId: textOf(left, 'id'), attributes: { Id: textOf(left, 'id') } };
  },
  async update(properties, existing, context) {
    const before = existing.properties;
    const patchOperations = [
      ...patchesBetween(texts(before, context), texts(properties, context)),
      ...limitPatches('/quota', before.Quota, properties.Quota),
      ...limitPatches('/throttle', before.Throttle, properties.Throttle),
      ...stagePatches(stagesOf(before), stagesOf(properties)),
    ];
    const input = { usagePlanId: existing.physicalId, patchOperations };
    await context.call('apigateway', 'UpdateUsagePlan', input);
    return existing;
  },
  async delete({ physicalId: usagePlanId, properties }, { call }) {
    const patchOperations = stagePatches(stagesOf(properties), []);
    await call('apigateway', 'UpdateUsagePlan', { usagePlanId, patchOperations });
    await call('apigateway', 'DeleteUsagePlan', { usagePlanId });
  },
};
