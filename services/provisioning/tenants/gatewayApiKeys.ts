import {
  APIGatewayClient,
  CreateApiKeyCommand,
  GetApiKeyCommand,
} from '@aws-sdk/client-api-gateway';
import type * as z from 'zod';
import { nothingTwice } from '#shared/clients.ts';
import { isNamed, PermanentError, TransientError, tagsMayLag, valueWhen } from '#shared/errors.ts';
import type { Owned } from '#shared/ownership.ts';
import { jsonSetting } from '#shared/settings.ts';
import type { ApiKeys } from '../onboarding/createApiKey.ts';
import { type ApiKeyEnv, TierSettings } from '../provisioningEnv.ts';
import { type FindDeps, keyIsGone, listedIds, removableKeys } from './removableKeys.ts';
import {
  isTaggedFor,
  ownerTagged,
  tenantResourceName,
  tenantTags,
  withKnown,
} from './tenantResources.ts';
import { usagePlans } from './usagePlans.ts';

/** Of a listed one, IAM may not know the tags yet. */
const listedKey = (error: unknown) =>
  isNamed(error, 'AccessDeniedException') ? tagsMayLag(error) : keyIsGone(error);

/** IAM admits keys by their tags, which one that is gone has no more: no list knows it, either. */
const noSuchKey = valueWhen(undefined, 'NotFoundException', 'AccessDeniedException');

const keyExists = valueWhen(undefined, 'ConflictException');

const tagsOf = async (client: APIGatewayClient, apiKey: string, isListed: boolean) =>
  (await client.send(new GetApiKeyCommand({ apiKey })).catch(isListed ? listedKey : noSuchKey))
    ?.tags;

type Deps = FindDeps & { tiers: () => Promise<TierSettings> };

const findKeys =
  (deps: FindDeps): ApiKeys['find'] =>
  async (tenantId, known) => {
    const { client, prefix } = deps;
    const listed = await listedIds(deps, tenantId);
    const keys: Owned[] = [];
    for (const id of withKnown(known, listed)) {
      const tags = await tagsOf(client, id, listed.includes(id));
      if (isTaggedFor(prefix, tenantId, tags)) keys.push({ id, owner: ownerTagged(tags) });
    }
    return keys;
  };

/** Tenants' API keys in API Gateway. */
export const gatewayApiKeys = (deps: Deps): ApiKeys => ({
  ...removableKeys(deps),
  async create({ tenantId, owner }, value) {
    const name = tenantResourceName(deps.prefix, tenantId);
    const tags = tenantTags(deps.prefix, tenantId, owner);
    const create = new CreateApiKeyCommand({ name, enabled: true, value, tags });
    const created = await deps.client.send(create).catch(keyExists);
    // An earlier try has made it: the conflict does not say under which id.
    const own = created ?? (await findKeys(deps)(tenantId)).find((key) => key.owner === owner);
    if (own?.id === undefined) {
      throw new TransientError(`the API key of tenant ${tenantId} is made and not listed yet`);
    }
    return own.id;
  },
  find: findKeys(deps),
  async attach(apiKeyId, tier) {
    const plan = (await deps.tiers())[tier];
    if (!plan) throw new PermanentError(`this deployment does not sell the tier ${tier}`);
    await usagePlans(deps.client).add(plan.usagePlanId, apiKeyId);
  },
});

/** The API keys of a deployment. */
export const tenantApiKeys = (settings: z.infer<typeof ApiKeyEnv>): ApiKeys =>
  gatewayApiKeys({
    client: new APIGatewayClient(nothingTwice),
    prefix: settings.RESOURCE_PREFIX,
    tiers: jsonSetting(settings.TIERS_PARAMETER, TierSettings),
  });
