import type { Json, JsonObject } from '../../../kernel/json.ts';
import type { Outcome } from '../environment.ts';
import type { Condition, QueuedEvent } from './queuedEvent.ts';

/** How an event ended, and at which time. Without an outcome it never ran to its end. */
export type Ending = { condition: Condition; at: number; outcome?: Outcome };

const parsed = (text: string): Json => JSON.parse(text);

const responseOf = ({ payload, functionError }: Outcome): JsonObject => ({
  responseContext: {
    statusCode: 200,
    executedVersion: '$LATEST',
    ...(functionError && { functionError }),
  },
  responsePayload: parsed(payload),
});

/** What Lambda sends to a destination, version 1.0. */
export const eventRecord = (
  event: QueuedEvent,
  functionArn: string,
  { condition, at, outcome }: Ending,
): JsonObject => ({
  version: '1.0',
  timestamp: new Date(at).toISOString(),
  requestContext: {
    requestId: event.job.requestId,
    functionArn: `${functionArn}:$LATEST`,
    condition,
    approximateInvokeCount: event.attempts,
  },
  requestPayload: parsed(event.job.payload),
  ...(outcome && responseOf(outcome)),
});
