import { orders } from './orders.ts';
import { tenantApi } from './tenantApi.ts';

export const handler = tenantApi(orders);
