import type { Engine } from '../../../engine.ts';
import type { Attempts } from './attempts.ts';
import { deadLetterCall } from './deadLetter.ts';
import type { Delivery, Failure, LastFailure } from './delivery.ts';
import { expiryOf, lastFailureOf, retryAt } from './retryPolicy.ts';
import { callOf } from './targetCall.ts';

/** What a delivery is carried out with. */
export type Means = { engine: Engine; attempts: Attempts };

const describe = ({ event, ruleArn, target }: Delivery): string =>
  `event ${String(event['id'])} of ${ruleArn} for ${target.Arn}`;

const dropped = (engine: Engine, delivery: Delivery, { code, message }: Failure): undefined => {
  engine.log.problem(`dropped ${describe(delivery)}`, new Error(`${code} ${message}`));
  return undefined;
};

const giveUp = async (
  { engine, attempts }: Means,
  delivery: Delivery,
  lastFailure: LastFailure,
): Promise<Delivery | undefined> => {
  const queueArn = delivery.target.DeadLetterConfig?.Arn;
  if (queueArn === undefined) return dropped(engine, delivery, lastFailure);
  const failure = await attempts.make(
    deadLetterCall(engine, delivery, { failure: lastFailure, queueArn }),
  );
  if (!failure) return undefined;
  const now = engine.clock.now();
  if (!failure.retryable || now >= expiryOf(delivery)) return dropped(engine, delivery, failure);
  return { ...delivery, lastFailure, dueAt: retryAt(delivery, now, engine.random) };
};

/**
 * One try to deliver or, when that is over, to bury. Answers what is left to do, if anything. Throws
 * ABANDONED when the engine stops meanwhile.
 */
export const deliver = async (means: Means, delivery: Delivery): Promise<Delivery | undefined> => {
  const { engine, attempts } = means;
  if (delivery.lastFailure) return giveUp(means, delivery, delivery.lastFailure);
  const failure = await attempts.make(callOf(engine, delivery));
  if (!failure) return undefined;
  const tried = { ...delivery, attempts: delivery.attempts + 1 };
  const now = engine.clock.now();
  const last = lastFailureOf(tried, failure, now);
  if (last) return giveUp(means, tried, last);
  return { ...tried, dueAt: retryAt(tried, now, engine.random) };
};
