import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { newSecretValue, signedHeaders } from '../../../events/webhookMessage.ts';
import { rotated, signingSecrets } from '../../../services/webhooks/endpoint.ts';
import { aUlid } from '../../support/builders.ts';

const body = JSON.stringify({ type: 'TenantProvisioned', data: { tenantName: 'Zoë & Søn' } });
const message = { id: aUlid(1), body };
const [current, former, foreign] = [newSecretValue(), newSecretValue(), newSecretValue()];
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

const headersAt = (at: Date) => signedHeaders(message, [{ value: current }], at);
const verified = (secret: string, payload: string, headers: Record<string, string>) =>
  new Webhook(secret).verify(payload, headers);

describe('signedHeaders', () => {
  it('are verified by the library of Standard Webhooks', () => {
    expect(verified(current, body, headersAt(new Date()))).toEqual(JSON.parse(body));
  });

  it('equal what the library itself signs', () => {
    const at = minutesAgo(1);

    expect(headersAt(at)['webhook-signature']).toBe(new Webhook(current).sign(aUlid(1), at, body));
  });

  it.each([
    ['a changed body', current, `${body} `, {}],
    ['another id', current, body, { 'webhook-id': aUlid(2) }],
    ['a later timestamp', current, body, { 'webhook-timestamp': String(Date.now() / 1_000 + 60) }],
    ['another secret', foreign, body, {}],
    ['no signature', current, body, { 'webhook-signature': '' }],
    ['a signature of another version', current, body, { 'webhook-signature': 'v2,AAAA' }],
  ])('are rejected with %s', (_what, secret, payload, changed) => {
    const headers = { ...headersAt(minutesAgo(1)), ...changed };

    expect(() => verified(secret, payload, headers)).toThrow();
  });

  it.each([
    ['six minutes old', 6, 'too old'],
    ['six minutes ahead', -6, 'too new'],
  ])('are rejected when they are %s', (_what, age, reason) => {
    expect(() => verified(current, body, headersAt(minutesAgo(age)))).toThrow(reason);
  });

  it('are still good after four minutes', () => {
    expect(() => verified(current, body, headersAt(minutesAgo(4)))).not.toThrow();
  });

  it('are verified by each of two secrets', () => {
    const headers = signedHeaders(message, [{ value: current }, { value: former }], new Date());

    expect(headers['webhook-signature']).toMatch(/^v1,\S{44} v1,\S{44}$/);
    expect(() => verified(current, body, headers)).not.toThrow();
    expect(() => verified(former, body, headers)).not.toThrow();
    expect(() => verified(foreign, body, headers)).toThrow('No matching signature');
  });
});

describe('newSecretValue', () => {
  it('is 32 random bytes in the form of the specification', () => {
    const text = newSecretValue();

    expect(text).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(newSecretValue()).not.toBe(text);
  });
});

describe('rotated', () => {
  const hour = (n: number) => new Date(Date.UTC(2026, 0, 5, n));
  const valuesAt = (secrets: Parameters<typeof signingSecrets>[0], n: number) =>
    signingSecrets(secrets, hour(n)).map(({ value }) => value);

  it('lets the secret before sign for 24 hours more', () => {
    const secrets = rotated([{ value: 'one' }], 'two', hour(0));

    expect(valuesAt(secrets, 0)).toEqual(['two', 'one']);
    expect(valuesAt(secrets, 23)).toEqual(['two', 'one']);
    expect(valuesAt(secrets, 24)).toEqual(['two']);
  });

  it('keeps its promise to an earlier secret when it comes again within the day', () => {
    const secrets = rotated(rotated([{ value: 'one' }], 'two', hour(0)), 'three', hour(6));

    expect(valuesAt(secrets, 23)).toEqual(['three', 'two', 'one']);
    expect(valuesAt(secrets, 24)).toEqual(['three', 'two']);
    expect(valuesAt(secrets, 30)).toEqual(['three']);
  });

  it('forgets what signs no more', () => {
    const secrets = rotated(rotated([{ value: 'one' }], 'two', hour(0)), 'three', hour(48));

    expect(secrets.map(({ value }) => value)).toEqual(['three', 'two']);
  });
});
