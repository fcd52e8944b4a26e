import { z } from 'zod';
import { AwsError } from '../../../endpoint/errors.ts';
import { operation } from '../../../endpoint/service.ts';
import { type JsonObject, parseJsonObject } from '../../../kernel/json.ts';
import { eventPattern } from '../pattern/eventPattern.ts';

const MANDATORY = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type'];

const eventOf = (text: string): JsonObject => {
  try {
    const event = parseJsonObject(text);
    const missing = MANDATORY.filter((name) => !Object.hasOwn(event, name));
    if (missing.length === 0) return event;
    throw new SyntaxError(`these fields are mandatory: ${missing.join(', ')}`);
  } catch (cause) {
    throw new AwsError(
      'ValidationException',
      `Parameter Event is not valid. Reason: ${cause instanceof Error ? cause.message : cause}`,
    );
  }
};

/** TestEventPattern: the same matcher that rules have. */
export const testEventPattern = operation(
  z.strictObject({ EventPattern: z.string(), Event: z.string() }),
  async (input) => ({ Result: eventPattern(input.EventPattern)(eventOf(input.Event)) }),
);
