import { env } from '#shared/env.ts';
import { httpRoutes } from '#shared/httpRoute.ts';
import { ordersFunction } from './orders.function.ts';
import { orders } from './orders.ts';
import { tenantApi } from './tenantApi.ts';

const { create, list, get, replace, remove } = tenantApi(orders, env(ordersFunction.environment));

export const handler = httpRoutes(ordersFunction, {
  'POST /orders': create,
  'GET /orders': list,
  'GET /orders/{id}': get,
  'PUT /orders/{id}': replace,
  'DELETE /orders/{id}': remove,
});
