import { defineFunction } from '#shared/defineFunction.ts';
import { AppPlaneEnv } from './appPlaneEnv.ts';
import { orders } from './orders.ts';
import { createRow, getRow, listRows, removeRow, replaceRow } from './rowRoutes.ts';

const admins = ['TenantAdmin'] as const;
const everyone = ['TenantAdmin', 'TenantUser'] as const;

export const ordersFunction = defineFunction({
  handler: 'app-plane/orders',
  environment: AppPlaneEnv,
  routes: {
    'POST /orders': createRow(orders, everyone),
    'GET /orders': listRows(orders, everyone),
    'GET /orders/{id}': getRow(orders, everyone),
    'PUT /orders/{id}': replaceRow(orders, admins),
    'DELETE /orders/{id}': removeRow(orders, admins),
  },
});
