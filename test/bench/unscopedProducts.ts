import { products } from '../../services/app-plane/products.ts';
import { resourceRoutes } from '../../services/app-plane/resourceRoutes.ts';
import { tenantRows } from '../../services/app-plane/tenantRows.ts';
import { documentClient } from '../../services/shared/documents.ts';
import { httpRoutes } from '../../services/shared/httpRoute.ts';

const documents = documentClient();

/** The products handler as it would be without isolation: one role for all tenants' rows. */
export const handler = httpRoutes(
  resourceRoutes(products, ({ tableName, tenantId }) =>
    tenantRows({ documents, tableName, tenantId }, products.kind),
  ),
);
