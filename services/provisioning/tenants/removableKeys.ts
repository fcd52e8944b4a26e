import {
  APIGatewayClient,
  DeleteApiKeyCommand,
  GetApiKeyCommand,
  paginateGetApiKeys,
} from '@aws-sdk/client-api-gateway';
import { nothingTwice } from '#shared/clients.ts';
import { valueWhen } from '#shared/errors.ts';
import type { ApiKeys } from '../onboarding/createApiKey.ts';
import { goneUnlessListed } from './goneUnlessListed.ts';
import { idsByName, isTaggedFor, ownerTagged, tenantResourceName } from './tenantResources.ts';

export const keyIsGone = valueWhen(undefined, 'NotFoundException');

export type FindDeps = { client: APIGatewayClient; prefix: string };

/** The ids of all keys that are called after a tenant. */
export const listedIds = ({ client, prefix }: FindDeps, tenantId: string): Promise<string[]> => {
  const name = tenantResourceName(prefix, tenantId);
  const pages = paginateGetApiKeys({ client }, { nameQuery: name });
  return idsByName(name, pages, ({ items }) =>
    items?.map((key) => ({ name: key.name, id: key.id })),
  );
};

/** API keys that are found by their ids, and deleted. */
export const removableKeys = (deps: FindDeps): Pick<ApiKeys, 'findById' | 'delete'> => ({
  async findById(tenantId, id) {
    const isListed = async () => (await listedIds(deps, tenantId)).includes(id);
    const answer = await deps.client
      .send(new GetApiKeyCommand({ apiKey: id }))
      .catch(goneUnlessListed('NotFoundException', isListed));
    const tags = answer?.tags;
    return isTaggedFor(deps.prefix, tenantId, tags) ? [{ id, owner: ownerTagged(tags) }] : [];
  },
  async delete(apiKeyId) {
    const gone = new DeleteApiKeyCommand({ apiKey: apiKeyId });
    await deps.client.send(gone).catch(keyIsGone);
  },
});

/** The API keys of a deployment that are found and deleted, and never made. */
export const apiKeysToRemove = (prefix: string): Pick<ApiKeys, 'findById' | 'delete'> => {
  const client = new APIGatewayClient(nothingTwice);
  return removableKeys({ client, prefix });
};
