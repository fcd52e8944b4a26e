import { timeOf } from '#events/eventId.ts';
import { logger } from '#shared/logger.ts';
import type { FailedEvent } from './failUserCreation.ts';

export type PostponePorts = {
  now(): Date;
  /** Has the event come again after five minutes. */
  postpone(event: FailedEvent): Promise<void>;
  /** Keeps the event where an operator can redrive it. */
  deadLetter(event: FailedEvent, reason: string): Promise<void>;
};

/** As long as a queue of AWS can keep anything. Each wait is a message of its own, so none is ever so old. */
const LONGEST_WAIT_MS = 14 * 24 * 60 * 60 * 1_000;

/** Lets a tenant wait for its first admin while no mail goes out; after two weeks an operator says when to go on. */
export const postponeAdmin =
  ({ now, postpone, deadLetter }: PostponePorts) =>
  async (event: FailedEvent, reason: string): Promise<void> => {
    const { metadata, data } = event.detail;
    logger.warn('no mail goes out: a first admin waits', { tenantId: data.tenantId, reason });
    const waited = now().getTime() - Date.parse(timeOf(metadata.eventId));
    await (waited < LONGEST_WAIT_MS ? postpone(event) : deadLetter(event, reason));
  };
