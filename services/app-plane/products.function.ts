import { defineFunction } from '#shared/defineFunction.ts';
import { AppPlaneEnv } from './appPlaneEnv.ts';
import { products } from './products.ts';
import { createRow, getRow, listRows, removeRow, replaceRow } from './rowRoutes.ts';

const admins = ['TenantAdmin'] as const;
const everyone = ['TenantAdmin', 'TenantUser'] as const;

export const productsFunction = defineFunction({
  handler: 'app-plane/products',
  environment: AppPlaneEnv,
  routes: {
    'POST /products': createRow(products, admins),
    'GET /products': listRows(products, everyone),
    'GET /products/{id}': getRow(products, everyone),
    'PUT /products/{id}': replaceRow(products, admins),
    'DELETE /products/{id}': removeRow(products, admins),
  },
});
