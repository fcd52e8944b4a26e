import type { Engine } from '../engine.ts';
import type { AwsService } from './service.ts';

/** Builds one service on an engine. */
export type ServiceFactory = (engine: Engine) => AwsService;
