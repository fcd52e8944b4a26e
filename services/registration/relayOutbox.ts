import type { Measure } from '#shared/measure.ts';
import { throwFailures } from '#shared/throwFailures.ts';
import type { NewRegistration } from './registration.ts';

export type RelayPorts = {
  /** Registrations committed before this time and still unpublished, oldest first. */
  unpublished(before: Date): Promise<NewRegistration[]>;
  /** Announces them together; says of each how it went. */
  announce(registrations: readonly NewRegistration[]): Promise<PromiseSettledResult<void>[]>;
  measure: Measure;
  now(): Date;
};

/** Younger registrations may still be about to announce themselves. */
const GRACE_MS = 10_000;

/** Announces what a crash left unannounced. Throws when one is still left, so that it shows. */
export const relayOutbox = (ports: RelayPorts) => async (): Promise<{ announced: number }> => {
  const now = ports.now().getTime();
  const left = await ports.unpublished(new Date(now - GRACE_MS));
  const [oldest] = left;
  const waiting = oldest ? now - Date.parse(oldest.registeredAt) : 0;
  ports.measure('OldestUnpublished', waiting / 1_000);
  const settled = await ports.announce(left);
  throwFailures(
    settled,
    'registration not announced',
    (count) => `${count} registrations are still unpublished`,
  );
  return { announced: left.length };
};
