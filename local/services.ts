import type { ServiceFactory } from './gateway/service.ts';

/** Every AWS service of the engine. */
export const awsServices: readonly ServiceFactory[] = [];
