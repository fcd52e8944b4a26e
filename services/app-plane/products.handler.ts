import { products } from './products.ts';
import { tenantApi } from './tenantApi.ts';

export const handler = tenantApi(products);
