import {
  APIGatewayClient,
  DeleteApiKeyCommand,
  GetApiKeyCommand,
  paginateGetApiKeys,
} from '@aws-sdk/client-api-gateway';
import { nothingTwice } from '#shared/clients.ts';
import { isNamed, tagsMayLag, valueWhen } from '#shared/errors.ts';
import type { Owned } from '#shared/ownership.ts';
import type { ApiKeys } from '../onboarding/createApiKey.ts';
import {
  idsByName,
  isTaggedFor,
  ownerTagged,
  tenantResourceName,
  withKnown,
} from './tenantResources.ts';

const keyIsGone = valueWhen(undefined, 'NotFoundException');

/** Of a listed one, IAM may not know the tags yet. */
const listedKey = (error: unknown) =>
  isNamed(error, 'AccessDeniedException') ? tagsMayLag(error) : keyIsGone(error);

/** IAM admits keys by their tags, which one that is gone has no more: no list knows it, either. */
const noSuchKey = valueWhen(undefined, 'NotFoundException', 'AccessDeniedException');

const tagsOf = async (client: APIGatewayClient, apiKey: string, isListed: boolean) =>
  (await client.send(new GetApiKeyCommand({ apiKey })).catch(isListed ? listedKey : noSuchKey))
    ?.tags;

type FindDeps = { client: APIGatewayClient; prefix: string };

const findKeys =
  ({ client, prefix }: FindDeps): ApiKeys['find'] =>
  async (tenantId, known) => {
    const name = tenantResourceName(prefix, tenantId);
    const pages = paginateGetApiKeys({ client }, { nameQuery: name });
    const listed = await idsByName(name, pages, ({ items }) =>
      items?.map((key) => ({ name: key.name, id: key.id })),
    );
    const keys: Owned[] = [];
    for (const id of withKnown(known, listed)) {
      const tags = await tagsOf(client, id, listed.includes(id));
      if (isTaggedFor(prefix, tenantId, tags)) keys.push({ id, owner: ownerTagged(tags) });
    }
    return keys;
  };

/** Tenants' API keys in API Gateway, as far as they are found and deleted. */
export const removableKeys = (deps: FindDeps): Pick<ApiKeys, 'find' | 'delete'> => ({
  find: findKeys(deps),
  async delete(apiKeyId) {
    const gone = new DeleteApiKeyCommand({ apiKey: apiKeyId });
    await deps.client.send(gone).catch(keyIsGone);
  },
});

/** Those of a deployment. */
export const apiKeysToRemove = (prefix: string) =>
  removableKeys({ client: new APIGatewayClient(nothingTwice), prefix });
