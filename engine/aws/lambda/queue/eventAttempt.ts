import { AwsError } from '../../../endpoint/errors.ts';
import type { Engine } from '../../../engine.ts';
import type { LambdaFunction } from '../functions/functionSchema.ts';
import type { RunInvocation } from '../invocation.ts';
import type { EventInvokeConfig } from './eventInvokeConfig.ts';
import type { Ending } from './eventRecord.ts';
import { delayed, LONGEST_AGE_MS, type QueuedEvent, retried } from './queuedEvent.ts';

const RETRIES = 2;

/** An event after an attempt; without an ending it is due again. */
export type Attempt = { event: QueuedEvent; ending?: Ending };

/** A function with the settings of its queued invocations, where it has any. */
export type Target = { fn: LambdaFunction; config: EventInvokeConfig | undefined };

const isThrottle = (error: unknown): boolean =>
  error instanceof AwsError && error.code === 'TooManyRequestsException';

const maximumAge = (config: EventInvokeConfig | undefined): number =>
  config?.MaximumEventAgeInSeconds === undefined
    ? LONGEST_AGE_MS
    : config.MaximumEventAgeInSeconds * 1000;

/** Runs the function for an event, unless the event has grown too old. A throttle delays it. */
export const attemptEvent = async (
  engine: Engine,
  run: RunInvocation,
  { event, fn, config }: Target & { event: QueuedEvent },
): Promise<Attempt> => {
  const { clock } = engine;
  if (clock.now() - event.queuedAt >= maximumAge(config)) {
    return { event, ending: { condition: 'EventAgeExceeded', at: clock.now() } };
  }
  try {
    const outcome = await run(fn, event.job);
    const after = retried(event, clock.now());
    const spent = after.attempts > (config?.MaximumRetryAttempts ?? RETRIES);
    if (outcome.functionError && !spent) return { event: after };
    const condition = outcome.functionError ? 'RetriesExhausted' : 'Success';
    return { event: after, ending: { condition, at: clock.now(), outcome } };
  } catch (error) {
    if (!isThrottle(error)) throw error;
    return { event: delayed(event, clock.now()) };
  }
};
