import { env } from '#shared/env.ts';
import { httpRoutes } from '#shared/httpRoute.ts';
import { productsFunction } from './products.function.ts';
import { products } from './products.ts';
import { tenantApi } from './tenantApi.ts';

const { create, list, get, replace, remove } = tenantApi(
  products,
  env(productsFunction.environment),
);

export const handler = httpRoutes(productsFunction, {
  'POST /products': create,
  'GET /products': list,
  'GET /products/{id}': get,
  'PUT /products/{id}': replace,
  'DELETE /products/{id}': remove,
});
