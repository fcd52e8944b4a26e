/** Where the numbers were read. `page`: on AWS's own page; `other`: at second hand; `assumed`: AWS says nothing. */
export type Source = Readonly<{ url: string; read: 'page' | 'other' | 'assumed' }>;

const page = (url: string): Source => ({ url, read: 'page' });
const other = (url: string): Source => ({ url, read: 'other' });

export const apiGatewayQuotas = page(
  'https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html',
);
/** AWS Support, quoted there: "CreateUsagePlanKey API call can run only one at a time in an AWS region". */
export const oneUsagePlanKey = other('https://github.com/serverless/serverless/issues/12065');
export const cognitoQuotas = page(
  'https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html',
);
export const stepFunctionsQuotas = page(
  'https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html',
);
export const eventBridgeQuotas = page(
  'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html',
);
export const dynamodbQuotas = page(
  'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html',
);
export const lambdaQuotas = page(
  'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
);
/** The page names 600 a second; it was read as others quote it. */
export const stsQuotas = other(
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html',
);
/** The page exists, its number was read as others quote it. */
export const ssmQuotas = other('https://docs.aws.amazon.com/general/latest/gr/ssm.html');
/** AWS names the sandbox's numbers only (200 a day, 1 a second) and grants others on request; these are usual. */
export const sesFirstGrant = other(
  'https://rate-limits.apis.io/rate-limits/amazon-ses/amazon-ses-rate-limits/',
);
