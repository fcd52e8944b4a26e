import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateUsagePlanKeyCommand,
  DeleteApiKeyCommand,
  GetApiKeyCommand,
  paginateGetApiKeys,
} from '@aws-sdk/client-api-gateway';
import type * as z from 'zod';
import { nothingTwice } from '#shared/clients.ts';
import { PermanentError, tagsMayLag, valueWhen } from '#shared/errors.ts';
import type { Owned } from '#shared/ownership.ts';
import { jsonSetting } from '#shared/settings.ts';
import type { ApiKeys } from '../onboarding/createApiKey.ts';
import { type ApiKeyEnv, TierSettings } from '../provisioningEnv.ts';
import {
  idsByName,
  isTaggedFor,
  ownerTagged,
  tenantResourceName,
  tenantTags,
  withKnown,
} from './tenantResources.ts';

const keyIsGone = valueWhen(undefined, 'NotFoundException');

/** IAM admits keys by their tags, which one that is gone has no more: no list knows it, either. */
const noSuchKey = valueWhen(undefined, 'NotFoundException', 'AccessDeniedException');

const tagsOf = async (client: APIGatewayClient, apiKey: string, isListed: boolean) =>
  (await client.send(new GetApiKeyCommand({ apiKey })).catch(isListed ? keyIsGone : noSuchKey))
    ?.tags;

/** Tenants' API keys in API Gateway. */
export const gatewayApiKeys = (deps: {
  client: APIGatewayClient;
  prefix: string;
  tiers: () => Promise<TierSettings>;
}): ApiKeys => ({
  async create(tenantId, owner) {
    const name = tenantResourceName(deps.prefix, tenantId);
    const tags = tenantTags(deps.prefix, tenantId, owner);
    const create = new CreateApiKeyCommand({ name, enabled: true, tags });
    const { id } = await deps.client.send(create);
    if (id === undefined) throw new Error('API Gateway answered without a key id');
    return id;
  },
  async find(tenantId, known) {
    const name = tenantResourceName(deps.prefix, tenantId);
    const pages = paginateGetApiKeys({ client: deps.client }, { nameQuery: name });
    const listed = await idsByName(name, pages, ({ items }) =>
      items?.map((key) => ({ name: key.name, id: key.id })),
    );
    const keys: Owned[] = [];
    for (const id of withKnown(known, listed)) {
      const tags = await tagsOf(deps.client, id, listed.includes(id));
      if (isTaggedFor(deps.prefix, tenantId, tags)) keys.push({ id, owner: ownerTagged(tags) });
    }
    return keys;
  },
  async delete(apiKeyId) {
    const gone = new DeleteApiKeyCommand({ apiKey: apiKeyId });
    await deps.client.send(gone).catch(keyIsGone);
  },
  async attach(apiKeyId, tier) {
    const plan = (await deps.tiers())[tier];
    if (!plan) throw new PermanentError(`this deployment does not sell the tier ${tier}`);
    const attach = new CreateUsagePlanKeyCommand({
      usagePlanId: plan.usagePlanId,
      keyId: apiKeyId,
      keyType: 'API_KEY',
    });
    await deps.client.send(attach).catch(valueWhen(undefined, 'ConflictException'));
  },
});

/** Reads a key's secret value. */
export const apiKeyValue = (client: APIGatewayClient) => async (apiKeyId: string) => {
  const get = new GetApiKeyCommand({ apiKey: apiKeyId, includeValue: true });
  const { value } = await client.send(get).catch(tagsMayLag);
  if (value === undefined) throw new Error(`API key ${apiKeyId} has no value`);
  return value;
};

/** The API keys of a deployment. */
export const tenantApiKeys = (settings: z.infer<typeof ApiKeyEnv>): ApiKeys =>
  gatewayApiKeys({
    client: new APIGatewayClient(nothingTwice),
    prefix: settings.RESOURCE_PREFIX,
    tiers: jsonSetting(settings.TIERS_PARAMETER, TierSettings),
  });
