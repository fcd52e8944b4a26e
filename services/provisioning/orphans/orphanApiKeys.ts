import {
  type APIGatewayClient,
  DeleteApiKeyCommand,
  GetApiKeyCommand,
  paginateGetApiKeys,
} from '@aws-sdk/client-api-gateway';
import { valueWhen } from '#shared/errors.ts';
import { isTaggedFor, namedAfterTenants, ownerTagged } from '../tenants/tenantResources.ts';
import { madeOf, type ResourceListing } from './orphans.ts';

const PAGE = 500;

/** What is gone, or nobody's of this stage. */
const notOurs = valueWhen(undefined, 'NotFoundException', 'AccessDeniedException');

/** The API keys that are named after tenants. */
export const orphanApiKeys = (deps: {
  client: APIGatewayClient;
  prefix: string;
}): ResourceListing => ({
  async *list() {
    const query = { nameQuery: `${deps.prefix}-`, limit: PAGE };
    const pages = paginateGetApiKeys({ client: deps.client }, query);
    const named = namedAfterTenants(deps.prefix, pages, ({ items }) =>
      items?.map((key) => ({ name: key.name, id: key.id })),
    );
    for await (const key of named) yield { kind: 'apiKey', ...key };
  },
  async made({ id, tenantId }) {
    const key = await deps.client.send(new GetApiKeyCommand({ apiKey: id })).catch(notOurs);
    if (!isTaggedFor(deps.prefix, tenantId, key?.tags)) return undefined;
    return madeOf(key?.createdDate, ownerTagged(key?.tags));
  },
  async remove({ id }) {
    const gone = new DeleteApiKeyCommand({ apiKey: id });
    await deps.client.send(gone).catch(valueWhen(undefined, 'NotFoundException'));
  },
});
