import { products } from '../../services/app-plane/products.ts';
import { tenantRows } from '../../services/app-plane/tenantRows.ts';
import { documentClient } from '../../services/shared/documents.ts';
import { productsApi } from '../support/resourceApi.ts';

const documents = documentClient();

/** The products handler as it would be without isolation: one role for all tenants' rows. */
export const handler = productsApi(({ tableName, tenantId }) =>
  tenantRows({ documents, tableName, tenantId }, products.kind),
);
