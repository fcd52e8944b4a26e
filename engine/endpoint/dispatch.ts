import type { Disturbance } from '../kernel/faults.ts';
import type { Authorizer } from './authorize.ts';
import type { Dispatch } from './call.ts';
import { unsupportedOperation } from './errors.ts';
import type { AwsService, Operation } from './service.ts';

type DispatchParts = { authorizer: Authorizer; disturbances: readonly Disturbance[] };

/** A caller may name an operation `constructor`: only the service's own ones count. */
const ownOperation = (service: AwsService, name: string): Operation | undefined =>
  Object.hasOwn(service.operations, name) ? service.operations[name] : undefined;

/** The in-process transport that every other transport ends in. */
export const dispatcher =
  (services: ReadonlyMap<string, AwsService>, parts: DispatchParts): Dispatch =>
  async (call) => {
    const { authorizer, disturbances } = parts;
    const service = services.get(call.service);
    const run = service && ownOperation(service, call.operation);
    if (!run) throw unsupportedOperation(call.service, call.operation);
    await authorizer.authorize(call, service);
    for (const disturbance of disturbances) await disturbance.strike('before', call);
    const answer = await run(call.input, { principal: call.principal }).finally(() =>
      authorizer.acted(call, service),
    );
    for (const disturbance of disturbances) await disturbance.strike('after', call);
    return answer;
  };
