import { z } from 'zod';
import type { Principal } from '../../endpoint/call.ts';
import type { Engine } from '../../engine.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { JsonObject } from '../../kernel/json.ts';

/** One synchronous call of a function, as another service makes it. */
export type Invocation = {
  functionArn: string;
  event: JsonObject;
  principal: Principal;
  /** For functions in tenant isolation mode. */
  tenantId?: string | undefined;
  timeoutMs: number;
};

/** `failure` is the error's message; `answer` is what the function returned. */
export type Outcome =
  | { kind: 'answer'; answer: unknown }
  | { kind: 'failure'; message: string }
  | { kind: 'timeout' };

const Invoked = z.object({ Payload: z.string().optional(), FunctionError: z.string().optional() });
const Failure = z.object({ errorMessage: z.string().default('') });

const within = <T>(clock: Clock, milliseconds: number, work: Promise<T>): Promise<T | 'timeout'> =>
  new Promise((resolve, reject) => {
    const timer = clock.after(milliseconds, () => resolve('timeout'));
    const settled = () => timer.cancel();
    work.then(resolve, reject).finally(settled);
  });

const outcomeOf = (answer: JsonObject): Outcome => {
  const { Payload = 'null', FunctionError } = Invoked.parse(answer);
  const payload: unknown = JSON.parse(Payload === '' ? 'null' : Payload);
  if (FunctionError === undefined) return { kind: 'answer', answer: payload };
  return { kind: 'failure', message: Failure.safeParse(payload).data?.errorMessage ?? '' };
};

/** Calls a function. Rejects with what Lambda refuses; an overdue answer is let go. */
export const invokeFunction = async (engine: Engine, invocation: Invocation): Promise<Outcome> => {
  const { functionArn, event, principal, tenantId, timeoutMs } = invocation;
  const input = {
    FunctionName: functionArn,
    InvocationType: 'RequestResponse',
    Payload: JSON.stringify(event),
    ...(tenantId !== undefined && { TenantId: tenantId }),
  };
  const call = engine.call({ service: 'lambda', operation: 'Invoke', input, principal });
  const answer = await within(engine.clock, timeoutMs, call);
  return answer === 'timeout' ? { kind: 'timeout' } : outcomeOf(answer);
};
