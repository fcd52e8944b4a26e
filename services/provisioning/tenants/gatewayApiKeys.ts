import {
  type APIGatewayClient,
  CreateApiKeyCommand,
  CreateUsagePlanKeyCommand,
  DeleteApiKeyCommand,
  paginateGetApiKeys,
} from '@aws-sdk/client-api-gateway';
import { unless } from '#shared/errors.ts';
import type { ApiKeys } from '../onboarding/createApiKey.ts';
import type { TierSettings } from '../onboarding/tiers.ts';
import { idsByName } from './idsByName.ts';
import { tenantResourceName, tenantTags } from './tenantResources.ts';

/** Tenants' API keys in API Gateway. */
export const gatewayApiKeys = (deps: {
  client: APIGatewayClient;
  prefix: string;
  tiers: () => Promise<TierSettings>;
}): ApiKeys => ({
  async create(tenantId) {
    const name = tenantResourceName(deps.prefix, tenantId);
    const create = new CreateApiKeyCommand({ name, enabled: true, tags: tenantTags(tenantId) });
    const { id } = await deps.client.send(create);
    if (id === undefined) throw new Error('API Gateway answered without a key id');
    return id;
  },
  async find(tenantId) {
    const name = tenantResourceName(deps.prefix, tenantId);
    const pages = paginateGetApiKeys({ client: deps.client }, { nameQuery: name });
    return idsByName(name, pages, ({ items }) =>
      items?.map((key) => ({ name: key.name, id: key.id })),
    );
  },
  async delete(apiKeyId) {
    const gone = new DeleteApiKeyCommand({ apiKey: apiKeyId });
    await deps.client.send(gone).catch(unless('NotFoundException'));
  },
  async attach(apiKeyId, tier) {
    const { usagePlanId } = (await deps.tiers())[tier];
    const attach = new CreateUsagePlanKeyCommand({
      usagePlanId,
      keyId: apiKeyId,
      keyType: 'API_KEY',
    });
    await deps.client.send(attach).catch(unless('ConflictException'));
  },
});
