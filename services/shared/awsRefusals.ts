/**
 * What a refused call is told by. `throttled`: too many calls, this one had no effect. `again`: it may be
 * tried again. `quota`: the account is full, and stays so until somebody acts. `mail`: no mail goes out,
 * for the rest of a day at most or until somebody acts; whether the call had an effect is not known.
 */
export type AwsRefusal = Readonly<{
  service: string;
  /** The error's name, which several services share. */
  name: string;
  kind: 'throttled' | 'again' | 'quota' | 'mail';
  /** What tells it from another of the same name. */
  status?: number;
  says?: RegExp;
  /** What an operator does about a quota. */
  remedy?: string;
  source: string;
}>;

const RETRIES =
  'https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html, and the list of the SDK for JavaScript';
const API_GATEWAY =
  'https://docs.aws.amazon.com/apigateway/latest/api/API_CreateUsagePlanKey.html#API_CreateUsagePlanKey_Errors';
const API_GATEWAY_QUOTAS =
  'https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html';
const DYNAMODB_ERRORS =
  'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html';

const throttled = (service: string, name: string, source = RETRIES): AwsRefusal => ({
  service,
  name,
  kind: 'throttled',
  source,
});

/** Of an invitation whose words the pool's function does not give: `wordMail` fails, or takes too long. */
const unworded = (name: string): AwsRefusal => ({
  service: 'Cognito, whose function for the words of mail fails',
  name,
  kind: 'mail',
  source:
    'https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html#API_AdminCreateUser_Errors',
});

/**
 * What AWS answers to calls that are right but refused: the first row that fits. A name alone does not
 * tell: `LimitExceededException` is a rate in API Gateway, a quota in Cognito, and either in DynamoDB.
 */
export const awsRefusals: readonly AwsRefusal[] = [
  throttled('several', 'Throttling'),
  throttled('several', 'ThrottlingException'),
  throttled('several', 'ThrottledException'),
  throttled('several', 'TooManyRequestsException'),
  throttled('several', 'RequestLimitExceeded'),
  throttled('SQS', 'RequestThrottled'),
  throttled('DynamoDB', 'ProvisionedThroughputExceededException', DYNAMODB_ERRORS),
  {
    service: 'API Gateway',
    name: 'LimitExceededException',
    kind: 'quota',
    status: 429,
    says: /maximum number/i,
    remedy:
      'AWS grants no more than 10,000 API keys: remove some, or use another account or Region; Service Quotas raises the other quotas of API Gateway',
    source: API_GATEWAY_QUOTAS,
  },
  {
    service: 'API Gateway',
    name: 'LimitExceededException',
    kind: 'throttled',
    status: 429,
    source: API_GATEWAY,
  },
  {
    service: 'API Gateway',
    name: 'ConflictException',
    kind: 'again',
    says: /concurrent modification|try again/i,
    source: 'https://github.com/serverless/serverless/issues/12065',
  },
  {
    service: 'DynamoDB',
    name: 'LimitExceededException',
    kind: 'again',
    says: /simultaneously/i,
    source: DYNAMODB_ERRORS,
  },
  {
    service: 'DynamoDB',
    name: 'LimitExceededException',
    kind: 'quota',
    says: /limit of \S+ tables/i,
    remedy: 'ask AWS in Service Quotas for more DynamoDB tables (2,500 by default, up to 10,000)',
    source: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html',
  },
  {
    service: 'DynamoDB',
    name: 'ContinuousBackupsUnavailableException',
    kind: 'again',
    source:
      'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateContinuousBackups.html#API_UpdateContinuousBackups_Errors',
  },
  {
    service: 'DynamoDB',
    name: 'TransactionConflictException',
    kind: 'again',
    source: DYNAMODB_ERRORS,
  },
  {
    service: 'DynamoDB',
    name: 'TransactionInProgressException',
    kind: 'again',
    source: DYNAMODB_ERRORS,
  },
  {
    service: 'Cognito, EventBridge',
    name: 'ConcurrentModificationException',
    kind: 'again',
    source:
      'https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html#API_CreateUserPoolClient_Errors',
  },
  {
    service: 'Step Functions',
    name: 'ExecutionLimitExceeded',
    kind: 'again',
    source:
      'https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html#API_StartExecution_Errors',
  },
  {
    service: 'Cognito, whose own sender has sent 50 mails today',
    name: 'LimitExceededException',
    kind: 'mail',
    says: /email/i,
    source: 'https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html',
  },
  {
    service: 'Cognito, whose user is made all the same',
    name: 'CodeDeliveryFailureException',
    kind: 'mail',
    source: 'https://github.com/aws/aws-sdk/issues/438',
  },
  unworded('UnexpectedLambdaException'),
  unworded('UserLambdaValidationException'),
  unworded('InvalidLambdaResponseException'),
  {
    service: 'Cognito and others',
    name: 'LimitExceededException',
    kind: 'quota',
    remedy:
      'a quota of this AWS account is used up: raise it in Service Quotas (Cognito: user pools, and app clients per user pool, up to 10,000 each)',
    source: 'https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html',
  },
];

/** Which refusal an error is, if any. */
export const refusalOf = (error: Error & { $metadata?: { httpStatusCode?: number } }) =>
  awsRefusals.find(
    ({ name, status, says }) =>
      name === error.name &&
      (status === undefined || status === error.$metadata?.httpStatusCode) &&
      (says === undefined || says.test(error.message)),
  );
