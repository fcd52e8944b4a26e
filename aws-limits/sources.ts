/**
 * Where a number stands. It was read on AWS's page itself (`page`), in AWS's published source of that page, of 2021 to
 * 2023 (`archive`), or as others quote it (`other`).
 */
export type Source = Readonly<{ url: string; read: 'page' | 'archive' | 'other' }>;

const page = (url: string): Source => ({ url, read: 'page' });
const archive = (url: string): Source => ({ url, read: 'archive' });
const other = (url: string): Source => ({ url, read: 'other' });

export const apiGatewayQuotas = page(
  'https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html',
);
/** AWS Support, quoted there: "CreateUsagePlanKey API call can run only one at a time in an AWS region". */
export const oneUsagePlanKey = other('https://github.com/serverless/serverless/issues/12065');
export const cognitoQuotas = archive(
  'https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html',
);
export const stepFunctionsQuotas = archive(
  'https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html',
);
export const eventBridgeQuotas = page(
  'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html',
);
export const dynamodbQuotas = archive(
  'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html',
);
export const lambdaQuotas = other(
  'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
);
export const stsQuotas = other(
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html',
);
export const ssmQuotas = other('https://docs.aws.amazon.com/general/latest/gr/ssm.html');
/** AWS names the sandbox's numbers only (200 a day, 1 a second) and grants others on request; these are usual. */
export const sesFirstGrant = other(
  'https://rate-limits.apis.io/rate-limits/amazon-ses/amazon-ses-rate-limits/',
);
