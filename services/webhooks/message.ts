import type { Metadata } from '#events/defineEvent.ts';

/** An event as it is on the bus. */
export type BusEvent = { type: string; detail: { metadata: Metadata; data: unknown } };

/** What is posted to find out whether an endpoint is its owner's: it must send the challenge back. */
export const challengeBody = (challenge: string, at: Date): string =>
  JSON.stringify({
    type: 'webhook.verification',
    timestamp: at.toISOString(),
    data: { challenge },
  });
