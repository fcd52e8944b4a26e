import type { ServiceFactory } from '../../../../engine/endpoint/serviceFactory.ts';
import type { JsonObject } from '../../../../engine/kernel/json.ts';
import { openAccess } from '../../../support/openAccess.ts';

/** A call that a stand-in took. */
export type Call = { operation: string; input: JsonObject; principal: unknown };

const OK = { FailedEntryCount: 0, Entries: [] };

/** SQS and EventBridge as far as results go there: `next` waits for the next call. */
export const fakeDestinations = () => {
  const calls: Call[] = [];
  const waiters: ((call: Call) => void)[] = [];
  const factory =
    (signingName: string, operation: string, answer: JsonObject): ServiceFactory =>
    () => ({
      signingName,
      protocol: { kind: 'json' },
      access: openAccess(signingName, [operation]),
      operations: {
        async [operation](input, { principal }) {
          const call = { operation, input, principal };
          const waiter = waiters.shift();
          if (waiter) waiter(call);
          else calls.push(call);
          return answer;
        },
      },
    });
  const next = (): Promise<Call> => {
    const call = calls.shift();
    return call ? Promise.resolve(call) : new Promise((resolve) => waiters.push(resolve));
  };
  return {
    next,
    services: [factory('sqs', 'SendMessage', {}), factory('events', 'PutEvents', OK)],
  };
};
