import { describe, expect, it } from '@jest/globals';
import { EventNotPublished } from '../../../events/publishAll.ts';
import { AddressRefused } from '../../../services/identity/cognitoUsers.ts';
import { TenantAlreadyClaimed } from '../../../services/provisioning/onboarding/claimTenant.ts';
import { awsRefusals } from '../../../services/shared/awsRefusals.ts';
import {
  classified,
  isNamed,
  isOutOfMail,
  isThrottled,
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

/** An AWS error as the SDK throws it. */
const refusal = (name: string, message: string, httpStatusCode = 400) =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });

const LIMIT = 'LimitExceededException';

describe('audit 15: what AWS refuses', () => {
  it.each([
    ['API Gateway’s rate', refusal(LIMIT, 'Rate exceeded', 429)],
    [
      'changes that met in API Gateway',
      refusal(
        'ConflictException',
        'Unable to complete operation due to concurrent modification. Please try again later.',
        409,
      ),
    ],
    [
      'tables that change at once',
      refusal(
        LIMIT,
        'Subscriber limit exceeded: Only 10 tables can be created, updated, or deleted simultaneously',
      ),
    ],
    ['an item in another transaction', refusal('TransactionConflictException', 'ongoing')],
    ['running executions', refusal('ExecutionLimitExceeded', 'too many')],
    ['SQS’s rate', refusal('RequestThrottled', 'slower', 403)],
  ])('is worth another try when it is %s', (_, error) => {
    expect(classified(error)).toMatchObject({ name: 'TransientError', cause: error });
  });

  it.each([
    [
      'API keys',
      refusal(LIMIT, 'Maximum number of API keys for this account has been reached', 429),
      /10,000 API keys/,
    ],
    [
      'tables',
      refusal(LIMIT, 'Subscriber limit exceeded: There is a limit of 2500 tables per subscriber'),
      /more DynamoDB tables/,
    ],
    [
      'user pools',
      refusal(LIMIT, 'The maximum number of user pools has been reached.'),
      /Cognito: user pools/,
    ],
  ])('is for an operator when it is the quota of %s', (_, error, remedy) => {
    const named = classified(error);

    expect(isTransient(error)).toBe(false);
    expect(named).toMatchObject({ name: LIMIT, message: expect.stringMatching(remedy) });
    expect(named).toMatchObject({ message: expect.stringContaining(error.message) });
  });

  it.each([
    [LIMIT, 'Exceeded daily email limit for the operation or the account.', true],
    ['CodeDeliveryFailureException', 'Email address is not verified.', true],
    [LIMIT, 'The maximum number of user pools has been reached.', false],
  ])('says whether no mail goes out: %s, %s', (name, message, isIt) => {
    const error = refusal(name, message);

    expect(isOutOfMail(error)).toBe(isIt);
    expect(isTransient(error)).toBe(false);
  });

  it('names no quota to raise where Cognito sends no more mail', () => {
    const error = refusal(LIMIT, 'Exceeded daily email limit for the operation or the account.');

    expect(classified(error)).toBe(error);
  });

  it('leaves a conflict with what is there to its caller', () => {
    expect(isTransient(refusal('ConflictException', 'API Key already exists', 409))).toBe(false);
  });

  it.each(awsRefusals.map((row) => [row.service, row.name, row] as const))(
    'has a source in its row: %s %s',
    (_service, _name, { kind, remedy, source }) => {
      expect(source).toMatch(/^https:\/\//);
      expect(remedy !== undefined).toBe(kind === 'quota');
    },
  );
});

describe('isThrottled', () => {
  it('is so of API Gateway’s rate, which had no effect, and not of two changes that met', () => {
    expect(isThrottled(refusal(LIMIT, 'Rate exceeded', 429))).toBe(true);
    expect(isThrottled(refusal('ConcurrentModificationException', 'met'))).toBe(false);
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
