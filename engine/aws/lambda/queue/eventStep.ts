import type { Engine } from '../../../engine.ts';
import type { FunctionStore } from '../functions/functionStore.ts';
import type { RunInvocation } from '../invocation.ts';
import { deliver } from './destination.ts';
import { attemptEvent, type Target } from './eventAttempt.ts';
import { eventInvokeConfigsIn } from './eventInvokeConfig.ts';
import { type Ending, eventRecord } from './eventRecord.ts';
import { type Delivery, LONGEST_AGE_MS, type QueuedEvent } from './queuedEvent.ts';

type Step = (event: QueuedEvent) => Promise<QueuedEvent | undefined>;

const deliveryOf = (
  event: QueuedEvent,
  { fn, config }: Target,
  ending: Ending,
): Delivery | undefined => {
  const { OnSuccess, OnFailure } = config?.DestinationConfig ?? {};
  const target = ending.condition === 'Success' ? OnSuccess : OnFailure;
  if (!target) return undefined;
  const { FunctionArn, Role } = fn.configuration;
  return {
    destination: target.Destination,
    role: Role,
    condition: ending.condition,
    record: JSON.stringify(eventRecord(event, FunctionArn, ending)),
    since: ending.at,
  };
};

/**
 * How a queued invocation goes on: run, retried, then its result delivered. Rejects with what a
 * later repetition may cure.
 */
export const eventStep = (
  engine: Engine,
  parts: { functions: FunctionStore; run: RunInvocation },
): Step => {
  const configs = eventInvokeConfigsIn(engine);

  const drop = (event: QueuedEvent, why: string): undefined => {
    const { requestId, functionName } = event.job;
    engine.log.problem(`event ${requestId} of ${functionName} is dropped`, why);
  };

  const send = async (event: QueuedEvent, delivery: Delivery): Promise<undefined> => {
    const old = engine.clock.now() - delivery.since >= LONGEST_AGE_MS;
    if (old) return drop(event, `${delivery.destination} takes no result`);
    await deliver(engine, event.job.functionName, delivery);
  };

  const conclude = (event: QueuedEvent, target: Target, ending: Ending) => {
    const delivery = deliveryOf(event, target, ending);
    if (delivery) return { ...event, dueAt: ending.at, delays: 0, delivery };
    return ending.condition === 'Success' ? undefined : drop(event, ending.condition);
  };

  return async (event) => {
    if (event.delivery) return send(event, event.delivery);
    const fn = await parts.functions.find(event.job.functionName);
    if (!fn) return drop(event, 'the function does not exist');
    const target = { fn, config: await configs.get(event.job.functionName) };
    const { event: after, ending } = await attemptEvent(engine, parts.run, { event, ...target });
    return ending ? conclude(after, target, ending) : after;
  };
};
