import type { Disturbance } from '../kernel/faults.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { RequestLimits } from '../limits/requestLimits.ts';
import type { Authorizer } from './authorize.ts';
import type { AwsCall, Dispatch } from './call.ts';
import { unsupportedOperation } from './errors.ts';
import type { AwsService, Operation } from './service.ts';

type DispatchParts = {
  authorizer: Authorizer;
  disturbances: readonly Disturbance[];
  /** Without them no call is ever one too many. */
  limits?: RequestLimits | undefined;
};

/** A caller may name an operation `constructor`: only the service's own ones count. */
const ownOperation = (service: AwsService, name: string): Operation | undefined =>
  Object.hasOwn(service.operations, name) ? service.operations[name] : undefined;

type Work = DispatchParts & { service: AwsService; run: Operation };

const carryOut = async (call: AwsCall, work: Work): Promise<JsonObject> => {
  const { authorizer, disturbances, service, run } = work;
  for (const disturbance of disturbances) await disturbance.strike('before', call);
  const answer = await run(call.input, { principal: call.principal }).finally(() =>
    authorizer.acted(call, service),
  );
  for (const disturbance of disturbances) await disturbance.strike('after', call);
  return answer;
};

/** The in-process transport that every other transport ends in. */
export const dispatcher =
  (services: ReadonlyMap<string, AwsService>, parts: DispatchParts): Dispatch =>
  async (call) => {
    const service = services.get(call.service);
    const run = service && ownOperation(service, call.operation);
    if (!run) throw unsupportedOperation(call.service, call.operation);
    await parts.authorizer.authorize(call, service);
    parts.limits?.admit(call);
    return carryOut(call, { ...parts, service, run });
  };
