import { orders } from '../../services/app-plane/orders.ts';
import { products } from '../../services/app-plane/products.ts';
import { tenantRows } from '../../services/app-plane/tenantRows.ts';
import type { ProductEngine } from './productEngine.ts';
import { aCaller, aProxyEvent } from './proxyEvent.ts';
import { ordersApi, productsApi } from './resourceApi.ts';

type Request = { id?: string; body?: unknown; ifMatch?: string | undefined };
type Whose = { resource?: typeof products; tenant?: number };

/** An API of one resource of one tenant, over the pooled table of an engine; answers show their ETag. */
export const versionedApi = (
  { documents }: Pick<ProductEngine, 'documents'>,
  { resource = products, tenant = 1 }: Whose = {},
) => {
  const { kind, plural } = resource;
  const run = (resource === orders ? ordersApi : productsApi)(({ tenantId }) =>
    tenantRows({ documents, tableName: 'pooled', tenantId }, kind),
  );
  return async (httpMethod: string, { id, body, ifMatch }: Request = {}) => {
    const answer = await run(
      aProxyEvent({
        httpMethod,
        resource: id === undefined ? `/${plural}` : `/${plural}/{id}`,
        pathParameters: id === undefined ? null : { id },
        headers: {
          'Content-Type': 'application/json',
          ...(ifMatch !== undefined && { 'If-Match': ifMatch }),
        },
        body: body === undefined ? null : JSON.stringify(body),
        requestContext: { requestId: 'request-1', authorizer: aCaller(tenant) },
      }),
    );
    const headers = new Headers(Object.entries(answer.headers));
    return { ...answer, headers, etag: headers.get('etag') ?? '' };
  };
};
