import { createHash } from 'node:crypto';
import { decodeTime, encodeTime } from 'ulid';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * The same ULID for the same time and cause: a publisher that runs again publishes the same event,
 * and consumers dedupe it. `at` must itself be stable over retries; it orders the event.
 */
export const derivedEventId = (at: Date, cause: string, eventType: string): string => {
  const digest = createHash('sha256').update(`${eventType}\n${cause}`).digest();
  const random = [...digest.subarray(0, 16)].map((byte) => CROCKFORD.charAt(byte % 32)).join('');
  return encodeTime(at.getTime()) + random;
};

const TIME_LENGTH = 10;

/** Whether two derived ids are of one type and cause, said at whatever times. */
export const haveSameOrigin = (one: string, other: string): boolean =>
  one.slice(TIME_LENGTH) === other.slice(TIME_LENGTH);

/** The time that an event's id bears, in ISO 8601. */
export const timeOf = (eventId: string): string => new Date(decodeTime(eventId)).toISOString();
