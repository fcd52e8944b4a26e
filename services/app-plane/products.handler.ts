import { env } from '#shared/env.ts';
import { productsFunction } from './products.function.ts';
import { products } from './products.ts';
import { tenantApi } from './tenantApi.ts';

export const handler = tenantApi(products, env(productsFunction.environment));
