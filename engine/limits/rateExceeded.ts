import { AwsError } from '../endpoint/errors.ts';

type Refusal = Readonly<{ code: string; message: string; status: number }>;

const usual: Refusal = { code: 'ThrottlingException', message: 'Rate exceeded', status: 400 };

/** Where a service answers something else than most. */
const REFUSALS: ReadonlyMap<string, Refusal> = new Map([
  ['apigateway', { code: 'TooManyRequestsException', message: 'Too Many Requests', status: 429 }],
  ['cognito-idp', { ...usual, code: 'TooManyRequestsException' }],
  ['lambda', { ...usual, code: 'TooManyRequestsException', status: 429 }],
  [
    'ses',
    { code: 'TooManyRequestsException', message: 'Maximum sending rate exceeded.', status: 429 },
  ],
  ['sts', { ...usual, code: 'Throttling' }],
]);

/** What a service answers to one call too many. */
export const rateExceeded = (service: string): AwsError => {
  const { code, message, status } = REFUSALS.get(service) ?? usual;
  return new AwsError(code, message, { status });
};
