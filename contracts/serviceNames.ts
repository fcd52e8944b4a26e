const NAMES: Readonly<Record<string, string>> = {
  apigateway: 'API Gateway',
  'cognito-idp': 'Cognito',
  dynamodb: 'DynamoDB',
  events: 'EventBridge',
  iam: 'IAM',
  lambda: 'Lambda',
  ses: 'SES',
  sqs: 'SQS',
  ssm: 'Systems Manager',
  states: 'Step Functions',
  sts: 'STS',
};

/** What people call a service, by its signing name. */
export const serviceName = (signingName: string): string => NAMES[signingName] ?? signingName;
