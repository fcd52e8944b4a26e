import type { Write } from '../../kernel/store.ts';
import type { Message, Place } from './messages.ts';
import type { Parts } from './parts.ts';
import type { Queue } from './queue.ts';
import { numberOf } from './queueAttributes.ts';
import { redrivePolicyOf } from './redrivePolicy.ts';

/** What a receiver takes: at most `limit` messages, hidden from others for `visibilityMs`. */
export type Taking = { queue: Queue; limit: number; visibilityMs: number };

type DeadLetter = { queue: string; maxReceiveCount: number };

/** Undefined also when the dead-letter queue is gone: then the messages stay where they are. */
const deadLetterOf = async (parts: Parts, queue: Queue): Promise<DeadLetter | undefined> => {
  const policy = redrivePolicyOf(queue);
  const target = policy && (await parts.queues.byArn(policy.deadLetterTargetArn));
  return target && { queue: target.name, maxReceiveCount: policy.maxReceiveCount };
};

/** True when the queue's retention period is over for a message. */
export const isExpired = (queue: Queue, sentAt: number, now: number): boolean =>
  sentAt + numberOf(queue, 'MessageRetentionPeriod') * 1000 <= now;

const received = (parts: Parts, message: Message, visibilityMs: number): Message => {
  const now = parts.engine.clock.now();
  return {
    ...message,
    visibleAt: now + visibilityMs,
    receiveCount: message.receiveCount + 1,
    firstReceivedAt: message.firstReceivedAt ?? now,
    receipt: parts.engine.random.uuid(),
  };
};

/** A message keeps its age in the dead-letter queue, as in AWS. */
const buried = (parts: Parts, message: Message, deadLetter: DeadLetter): Message => {
  const { receipt: _, firstReceivedAt: __, ...rest } = message;
  const origin = { DeadLetterQueueSourceArn: parts.queues.arnOf(message.queue) };
  return {
    ...rest,
    queue: deadLetter.queue,
    systemAttributes: { ...rest.systemAttributes, ...origin },
    visibleAt: parts.engine.clock.now(),
    receivedElsewhere: message.receivedElsewhere + message.receiveCount,
    receiveCount: 0,
  };
};

type Step = { writes: Write[]; taken?: Message; buriedIn?: string };

const step = async (
  parts: Parts,
  place: Place,
  { taking, deadLetter }: { taking: Taking; deadLetter: DeadLetter | undefined },
): Promise<Step> => {
  const { messages, engine } = parts;
  const message = await messages.get(taking.queue.name, place.id);
  if (!message || isExpired(taking.queue, place.sentAt, engine.clock.now())) {
    return { writes: messages.deleting(taking.queue.name, place) };
  }
  if (deadLetter && message.receiveCount >= deadLetter.maxReceiveCount) {
    const after = buried(parts, message, deadLetter);
    return { writes: messages.changing(message, after), buriedIn: after.queue };
  }
  const taken = received(parts, message, taking.visibilityMs);
  return { writes: messages.changing(message, taken), taken };
};

type Round = { taken: Message[]; looked: number };

/** One look at the front of the queue; `held` is already taken and, with no hiding, still there. */
const round = async (
  parts: Parts,
  held: readonly Message[],
  how: { taking: Taking; deadLetter: DeadLetter | undefined },
): Promise<Round> => {
  const { engine, messages, arrivals } = parts;
  const { queue, limit } = how.taking;
  const due = await messages.due(queue.name, engine.clock.now(), limit);
  const places = due.filter((place) => !held.some((message) => message.id === place.id));
  const wanted = places.slice(0, limit - held.length);
  if (wanted.length === 0) return { taken: [], looked: 0 };
  const steps = await Promise.all(wanted.map((place) => step(parts, place, how)));
  await engine.store.batch(steps.flatMap((one) => one.writes));
  for (const { buriedIn } of steps) if (buriedIn) arrivals.notify(buriedIn);
  return { taken: steps.flatMap((one) => one.taken ?? []), looked: wanted.length };
};

/** Receives what is visible now; the expired and the too often received leave the queue. In turn. */
export const takeMessages = async (parts: Parts, taking: Taking): Promise<Message[]> => {
  const deadLetter = await deadLetterOf(parts, taking.queue);
  let taken: Message[] = [];
  let looked = 1;
  while (looked > 0 && taken.length < taking.limit) {
    const next = await round(parts, taken, { taking, deadLetter });
    taken = [...taken, ...next.taken];
    looked = next.looked;
  }
  return taken;
};
