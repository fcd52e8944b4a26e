import type { Json, JsonObject } from '../../../kernel/json.ts';
import { argumentsFailure } from '../run/stateFailure.ts';
import { awsFailure } from './awsFailure.ts';
import { asStateMachine, type Integration, type TaskCall } from './taskCall.ts';

/** A service as the `aws-sdk` resource names it. Errors carry the name of its Java SDK client. */
type SdkService = { signingName: string; client: string; camelCase?: true };

const SERVICES: Readonly<Record<string, SdkService>> = {
  apigateway: { signingName: 'apigateway', client: 'ApiGateway', camelCase: true },
  cognitoidentityprovider: { signingName: 'cognito-idp', client: 'CognitoIdentityProvider' },
  dynamodb: { signingName: 'dynamodb', client: 'DynamoDb' },
  eventbridge: { signingName: 'events', client: 'EventBridge' },
  iam: { signingName: 'iam', client: 'Iam' },
  lambda: { signingName: 'lambda', client: 'Lambda' },
  sfn: { signingName: 'states', client: 'Sfn', camelCase: true },
  sqs: { signingName: 'sqs', client: 'Sqs' },
  ssm: { signingName: 'ssm', client: 'Ssm' },
  sts: { signingName: 'sts', client: 'Sts' },
};

/** Members whose keys are the caller's own words, whatever the casing of the service. */
const MAPS = /^(tags|variables|(request|response)(Parameters|Models|Templates)|parameters)$/i;
const DATES = /(Date|Timestamp)$/;

const recased = (value: Json, recase: (key: string) => string): Json => {
  if (Array.isArray(value)) return value.map((item) => recased(item, recase));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      recase(key),
      MAPS.test(key) ? item : recased(item ?? null, recase),
    ]),
  );
};

const dated = (value: Json, key = ''): Json => {
  if (Array.isArray(value)) return value.map((item) => dated(item));
  if (typeof value === 'number') {
    return DATES.test(key) ? new Date(value * 1_000).toISOString() : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, dated(item ?? null, name)]),
  );
};

const lower = (key: string): string => key.charAt(0).toLowerCase() + key.slice(1);
const upper = (key: string): string => key.charAt(0).toUpperCase() + key.slice(1);

const objectOf = (value: Json): JsonObject => {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw argumentsFailure('Arguments of an AWS SDK integration must be an object');
};

const callService = async (service: SdkService, operation: string, task: TaskCall) => {
  const input = objectOf(service.camelCase ? recased(task.args, lower) : task.args);
  const principal = asStateMachine(task.execution);
  const answer = await task
    .call({ service: service.signingName, operation, input, principal })
    .catch((error: unknown) => {
      throw awsFailure(error, {
        prefix: service.client,
        unmodeled: `${service.client}Exception`,
      });
    });
  return service.camelCase ? recased(dated(answer), upper) : dated(answer);
};

/**
 * `arn:aws:states:::aws-sdk:<service>:<action>` for the services of the engine; undefined for any
 * other. Members begin with a capital, and dates are ISO 8601, whatever the service's wire has.
 */
export const awsSdk = (serviceName: string, action: string): Integration | undefined => {
  const service = SERVICES[serviceName];
  if (!service) return undefined;
  return {
    resourceType: `aws-sdk:${serviceName}`,
    resource: action,
    lost: `${service.client}.SdkClientException`,
    run: (task) => callService(service, upper(action), task),
  };
};
