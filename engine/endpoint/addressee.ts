import { AwsError } from './errors.ts';
import type { HttpRequest } from './service.ts';
import type { Signature } from './signature.ts';

/** Signing names by the first word of `x-amz-target`, which names the service of an unsigned call. */
const SERVICE_BY_TARGET: ReadonlyMap<string, string> = new Map([
  ['AWSCognitoIdentityProviderService', 'cognito-idp'],
  ['AWSEvents', 'events'],
  ['AWSStepFunctions', 'states'],
  ['AmazonSQS', 'sqs'],
  ['AmazonSSM', 'ssm'],
  ['DynamoDB_20120810', 'dynamodb'],
]);

/** The signing name of the service that an unsigned call says it is for. */
export const targetService = (request: Pick<HttpRequest, 'headers'>): string | undefined =>
  SERVICE_BY_TARGET.get((request.headers['x-amz-target'] ?? '').split('.')[0] ?? '');

/**
 * The signing name of the AWS service that a request is for, undefined when it is for none: what is
 * signed for `execute-api` is for a tenant's API.
 */
export const addressee = (
  request: HttpRequest,
  signature: Signature | undefined,
): string | undefined => {
  const service = signature?.service ?? targetService(request);
  return service === 'execute-api' ? undefined : service;
};

/** Throws InvalidSignatureException when a signature for one service is used for another. */
export const checkService = (request: HttpRequest, signature: Signature | undefined): void => {
  const target = targetService(request);
  if (!signature || !target || signature.service === target) return;
  throw new AwsError(
    'InvalidSignatureException',
    `Credential should be scoped to correct service: '${target}'.`,
    { status: 403 },
  );
};
