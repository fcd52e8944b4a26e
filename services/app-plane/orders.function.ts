import { defineFunction } from '#shared/defineFunction.ts';
import { AppPlaneEnv } from './appPlaneEnv.ts';

export const ordersFunction = defineFunction({
  handler: 'app-plane/orders',
  environment: AppPlaneEnv,
});
