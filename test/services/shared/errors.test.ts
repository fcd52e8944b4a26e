import { describe, expect, it } from '@jest/globals';
import { EventNotPublished } from '../../../events/publishAll.ts';
import { AddressRefused } from '../../../services/identity/cognitoUsers.ts';
import { TenantAlreadyClaimed } from '../../../services/provisioning/onboarding/claimTenant.ts';
import {
  isNamed,
  isTransient,
  PermanentError,
  TransientError,
  tagsMayLag,
  valueWhen,
} from '../../../services/shared/errors.ts';

const named = (name: string, more: object = {}) =>
  Object.assign(new Error(name), { name, ...more });

const answered = (httpStatusCode: number) =>
  named('SomeException', { $metadata: { httpStatusCode } });

describe('isTransient', () => {
  it.each([
    ['ours', new TransientError('again')],
    ['a dropped event', new EventNotPublished('no')],
    ['throttling', named('ThrottlingException')],
    ['too many requests', named('TooManyRequestsException')],
    ['throughput', named('ProvisionedThroughputExceededException')],
    ['two changes that met', named('ConcurrentModificationException')],
    ['no answer in time', named('TimeoutError')],
    ['an aborted request', named('AbortError')],
    ['a refused connection', named('Error', { code: 'ECONNREFUSED' })],
    ['a lost connection', named('Error', { code: 'ECONNRESET' })],
    ['a 500', answered(500)],
    ['a 503', answered(503)],
  ])('is so of %s', (_what, error) => {
    expect(isTransient(error)).toBe(true);
  });

  it.each([
    ['ours', new PermanentError('no')],
    ['a claimed tenant', new TenantAlreadyClaimed('no')],
    ['a refused address', new AddressRefused('no')],
    ['a spent quota', named('LimitExceededException')],
    ['a wrong input', named('ValidationException')],
    [
      'a missing permission',
      named('AccessDeniedException', { $metadata: { httpStatusCode: 403 } }),
    ],
    ['a 404', answered(404)],
    ['a bug', new TypeError('x is undefined')],
    ['text', 'TimeoutError'],
    ['nothing', undefined],
    ['an object', { name: 'TimeoutError' }],
  ])('is not so of %s', (_what, error) => {
    expect(isTransient(error)).toBe(false);
  });
});

describe('error names', () => {
  it.each([
    ['TransientError', new TransientError('')],
    ['PermanentError', new PermanentError('')],
    ['EventNotPublished', new EventNotPublished('')],
    ['TenantAlreadyClaimed', new TenantAlreadyClaimed('')],
    ['AddressRefused', new AddressRefused('')],
  ])('%s is what Step Functions matches', (name, error) => {
    expect(isNamed(error, name)).toBe(true);
  });
});

describe('valueWhen', () => {
  it('answers the value for the named error', () => {
    expect(valueWhen('gone', 'NotFound')(named('NotFound'))).toBe('gone');
  });

  it('throws any other', () => {
    const error = named('Forbidden');

    expect(() => valueWhen('gone', 'NotFound')(error)).toThrow(error);
  });

  it('answers it for each of several', () => {
    const missing = valueWhen(false, 'NotFound', 'AccessDeniedException');

    expect(missing(named('AccessDeniedException'))).toBe(false);
    expect(() => missing(named('Forbidden'))).toThrow('Forbidden');
  });
});

describe('tagsMayLag', () => {
  it('takes a denial for one that may pass', () => {
    const cause = named('AccessDeniedException');

    expect(() => tagsMayLag(cause)).toThrow(
      new TransientError('not allowed, or not yet', { cause }),
    );
  });

  it('throws any other error as it is', () => {
    const error = named('NotFoundException');

    expect(() => tagsMayLag(error)).toThrow(error);
  });
});
