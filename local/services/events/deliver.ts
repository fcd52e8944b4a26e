import type { Engine } from '../../engine.ts';
import { callTarget } from './callTarget.ts';
import { bury } from './deadLetter.ts';
import type { Delivery, Failure, LastFailure } from './delivery.ts';
import { expiryOf, lastFailureOf, retryAt } from './retryPolicy.ts';

const describe = ({ event, ruleArn, target }: Delivery): string =>
  `event ${String(event['id'])} of ${ruleArn} for ${target.Arn}`;

const dropped = (engine: Engine, delivery: Delivery, { code, message }: Failure): undefined => {
  engine.log.problem(`dropped ${describe(delivery)}`, new Error(`${code} ${message}`));
  return undefined;
};

const giveUp = async (
  engine: Engine,
  delivery: Delivery,
  lastFailure: LastFailure,
): Promise<Delivery | undefined> => {
  const queueArn = delivery.target.DeadLetterConfig?.Arn;
  if (queueArn === undefined) return dropped(engine, delivery, lastFailure);
  const failure = await bury(engine, delivery, { failure: lastFailure, queueArn });
  if (!failure) return undefined;
  const now = engine.clock.now();
  if (!failure.retryable || now >= expiryOf(delivery)) return dropped(engine, delivery, failure);
  return { ...delivery, lastFailure, dueAt: retryAt(delivery, now, engine.random) };
};

/** One try to deliver or, when that is over, to bury. Answers what is left to do, if anything. */
export const deliver = async (
  engine: Engine,
  delivery: Delivery,
): Promise<Delivery | undefined> => {
  if (delivery.lastFailure) return giveUp(engine, delivery, delivery.lastFailure);
  const failure = await callTarget(engine, delivery);
  if (!failure) return undefined;
  const tried = { ...delivery, attempts: delivery.attempts + 1 };
  const now = engine.clock.now();
  const last = lastFailureOf(tried, failure, now);
  if (last) return giveUp(engine, tried, last);
  return { ...tried, dueAt: retryAt(tried, now, engine.random) };
};
