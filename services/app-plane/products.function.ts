import { defineFunction } from '#shared/defineFunction.ts';
import { AppPlaneEnv } from './appPlaneEnv.ts';

export const productsFunction = defineFunction({
  handler: 'app-plane/products',
  environment: AppPlaneEnv,
});
