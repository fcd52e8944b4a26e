import type { Engine } from '../engine.ts';
import { asAwsError, wireOf } from './awsApi.ts';
import type { Principal } from './call.ts';
import type { HttpHandler } from './http.ts';
import type { AwsService } from './service.ts';

/**
 * Answers the calls that a caller in this very process makes to one service: they are read, authorized
 * and answered as any other, but carry no signature to check.
 */
export const knownCaller =
  (engine: Engine, services: ReadonlyMap<string, AwsService>) =>
  (serviceName: string, principal: Principal): HttpHandler => {
    const service = services.get(serviceName);
    if (!service) throw new Error(`the engine has no service ${serviceName}`);
    const wire = wireOf(service);
    return async (request) => {
      const exchange = { request, requestId: engine.random.uuid() };
      try {
        const { operation, input, write } = wire.read(exchange);
        return write(await engine.call({ service: serviceName, operation, input, principal }));
      } catch (error) {
        return wire.refuse(asAwsError(engine, error, request), exchange);
      }
    };
  };
