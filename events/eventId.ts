import { createHash } from 'node:crypto';
import { encodeTime } from 'ulid';

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
