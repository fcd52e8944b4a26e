import { env } from '#shared/env.ts';
import { ordersFunction } from './orders.function.ts';
import { orders } from './orders.ts';
import { tenantApi } from './tenantApi.ts';

export const handler = tenantApi(orders, env(ordersFunction.environment));
