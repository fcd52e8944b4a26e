import { z } from 'zod';
import { unlessAbsent } from '../../absence.ts';
import { findListed } from '../../pages.ts';
import { camelNames, camelNamesDeep, given, tagMap, textOf, without } from '../../properties.ts';
import type { Actions, Made, ResourceContext } from '../../provider.ts';
import { patchesBetween } from './patches.ts';

const LONGEST_NAME = 128;

/** The properties of AWS::ApiGateway::ApiKey. */
export const ApiKey = z.strictObject({
  Name: z.string().optional(),
  CustomerId: given,
  Description: given,
  Enabled: z.boolean().default(false),
  GenerateDistinctId: given,
  StageKeys: given,
  Tags: given,
  Value: given,
});
type ApiKey = z.infer<typeof ApiKey>;

const nameOf = (key: ApiKey, { name }: ResourceContext): string => key.Name ?? name(LONGEST_NAME);

const madeOf = (id: string): Made => ({ physicalId: id, attributes: { APIKeyId: id } });

const patchable = (key: ApiKey, context: ResourceContext) => ({
  '/description': key.Description,
  '/enabled': key.Enabled,
  '/name': nameOf(key, context),
});

/** An API key. It has an id of its own, so an interrupted create is found by its name. */
export const apiKey: Actions<ApiKey> = {
  async create(properties, context) {
    const settings = camelNames(without(properties, 'StageKeys', 'Tags'));
    const { StageKeys } = properties;
    const answer = await context.call('apigateway', 'CreateApiKey', {
      ...settings,
      name: nameOf(properties, context),
      ...(StageKeys !== undefined && { stageKeys: camelNamesDeep(StageKeys) }),
      tags: tagMap(properties.Tags),
    });
    return madeOf(textOf(answer, 'id'));
  },
  async find(properties, context) {
    const name = nameOf(properties, context);
    const listing = {
      service: 'apigateway',
      operation: 'GetApiKeys',
      input: { nameQuery: name, limit: 500 },
      items: 'items',
      id: 'id',
      token: 'position',
    };
    const left = await findListed(listing, { name }, context);
    return left && madeOf(textOf(left, 'id'));
  },
  async update(properties, existing, context) {
    const before = patchable(existing.properties, context);
    const patchOperations = patchesBetween(before, patchable(properties, context));
    const input = { apiKey: existing.physicalId, patchOperations };
    await context.call('apigateway', 'UpdateApiKey', input);
    return existing;
  },
  async delete({ physicalId }, { call }) {
    await call('apigateway', 'DeleteApiKey', { apiKey: physicalId });
  },
};

/** The properties of AWS::ApiGateway::UsagePlanKey. */
export const UsagePlanKey = z.strictObject({
  KeyId: z.string(),
  KeyType: z.string(),
  UsagePlanId: z.string(),
});
type UsagePlanKey = z.infer<typeof UsagePlanKey>;

const memberOf = ({ KeyId: keyId, UsagePlanId: usagePlanId }: UsagePlanKey): Made => ({
  physicalId: `${keyId}:${usagePlanId}`,
  attributes: { Id: `${keyId}:${usagePlanId}` },
});

/** A key's place in a usage plan. */
export const usagePlanKey: Actions<UsagePlanKey> = {
  async create(properties, { call }) {
    await call('apigateway', 'CreateUsagePlanKey', camelNames(properties));
    return memberOf(properties);
  },
  find: (properties, { call }) =>
    unlessAbsent(async () => {
      const { KeyId: keyId, UsagePlanId: usagePlanId } = properties;
      await call('apigateway', 'GetUsagePlanKey', { usagePlanId, keyId });
      return memberOf(properties);
    }),
  async delete({ properties: { KeyId: keyId, UsagePlanId: usagePlanId } }, { call }) {
    await call('apigateway', 'DeleteUsagePlanKey', { usagePlanId, keyId });
  },
};
