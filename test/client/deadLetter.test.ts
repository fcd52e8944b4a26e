import { describe, expect, it } from '@jest/globals';
import { aboutEvent, deadLetterOf } from '../../client/deadLetter.ts';
import { aTenantId, aUlid } from '../support/builders.ts';

const queue = { consumer: 'StartOnboarding', queueUrl: 'https://queue', functionArn: 'arn' };

const event = {
  version: '0',
  'detail-type': 'TenantRegistered',
  source: 'registration',
  detail: { metadata: { eventId: aUlid(1), tenantId: aTenantId(1) }, data: {} },
};

const letterOf = (body: unknown, attributes: Record<string, string> = {}, more: object = {}) =>
  deadLetterOf(queue, {
    MessageId: 'message-1',
    Body: typeof body === 'string' ? body : JSON.stringify(body),
    Attributes: { SentTimestamp: String(Date.UTC(2026, 0, 5)), ...more },
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, StringValue]) => [
        name,
        { DataType: 'String', StringValue },
      ]),
    ),
  });

const spent = (requestPayload: unknown) => ({
  requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
  requestPayload,
  responsePayload: { errorType: 'TransientError', errorMessage: 'throttled' },
});

describe('deadLetterOf', () => {
  it('tells an event that EventBridge could not deliver', () => {
    const letter = letterOf(event, {
      RULE_ARN: 'arn:aws:events:us-east-1:000000000000:rule/bus/registered',
      TARGET_ARN: 'arn',
      ERROR_CODE: 'NO_PERMISSIONS',
      ERROR_MESSAGE: 'not allowed',
      RETRY_ATTEMPTS: '185',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
    });

    expect(letter).toMatchObject({
      messageId: 'message-1',
      sentAt: new Date('2026-01-05T00:00:00.000Z'),
      kind: 'delivery',
      reason: { code: 'NO_PERMISSIONS', message: 'not allowed' },
      details: ['by the rule registered', 'after 185 retries', 'MaximumRetryAttempts'],
      event,
    });
  });

  it('tells an event whose consumer failed until its retries were spent', () => {
    expect(letterOf(spent(event))).toMatchObject({
      kind: 'function',
      reason: { code: 'TransientError', message: 'throttled' },
      details: ['RetriesExhausted', 'after 3 runs'],
      event,
    });
  });

  it('finds the event when what reports such failures has failed itself', () => {
    expect(letterOf(spent(spent(event)))).toMatchObject({ kind: 'function', event });
  });

  it('tells an event that its queue gave up', () => {
    const source = { DeadLetterQueueSourceArn: 'arn:aws:sqs:us-east-1:000000000000:queue' };

    expect(letterOf(event, {}, source)).toMatchObject({
      kind: 'function',
      reason: { code: 'ReceivedTooOften' },
      event,
    });
  });

  it('tells an event that the consumer refused', () => {
    const attributes = { ERROR_CODE: 'INVALID_EVENT', ERROR_MESSAGE: 'data.tier: wrong' };

    expect(letterOf(event, attributes)).toMatchObject({
      kind: 'refused',
      reason: { code: 'INVALID_EVENT', message: 'data.tier: wrong' },
      event,
    });
  });

  it.each([
    ['an event without a word', event, event],
    ['something else', { hello: 'world' }, undefined],
    ['no JSON', 'no JSON', undefined],
    ['a record of no event', spent({ hello: 'world' }), undefined],
  ])('keeps %s as it is', (_what, body, expected) => {
    expect(letterOf(body).event).toEqual(expected);
  });

  it.each([
    [{ ...event, detail: 'text' }],
    [{ ...event, detail: { metadata: null } }],
    [{ ...event, detail: { metadata: { eventId: 5 } } }],
  ])('keeps a broken event to the letter: %j', (broken) => {
    const letter = letterOf(broken, { ERROR_CODE: 'INVALID_EVENT' });

    expect(JSON.stringify(letter.event)).toBe(JSON.stringify(broken));
    expect(aboutEvent(letter).type).toBe('TenantRegistered');
  });
});
