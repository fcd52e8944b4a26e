import type { Engine } from '../../../engine.ts';
import type { Arrival } from './exchange.ts';

/** `arn:aws:execute-api:<region>:<account>:<apiId>/<rest>`. */
export const executeArn = (engine: Engine, apiId: string, rest: string): string =>
  `arn:aws:execute-api:${engine.region}:${engine.accountId}:${apiId}/${rest}`;

/** The ARN that an authorizer's policy is about: the method and path that were asked for. */
export const methodArn = (engine: Engine, { view, stage, request, path }: Arrival): string =>
  executeArn(engine, view.api.id, `${stage.stageName}/${request.method}${path}`);
