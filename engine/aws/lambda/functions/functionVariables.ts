import type { Engine } from '../../../engine.ts';
import { invalid } from '../refusals.ts';
import type { RoleKeys } from '../roleKeys.ts';
import type { LambdaFunction } from './functionSchema.ts';

const RESERVED: readonly string[] = [
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
];
const SIZE_LIMIT = 4096;
const REFUSED =
  'Lambda was unable to configure your environment variables because the environment variables you have provided';

type Variables = Record<string, string>;

/** Refuses what Lambda refuses as environment variables: its own names, and more than 4 KB. */
export const checkVariables = (variables: Variables): void => {
  const reserved = Object.keys(variables).filter((name) => RESERVED.includes(name));
  if (reserved.length > 0) {
    throw invalid(
      `${REFUSED} contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  }
  const measured = JSON.stringify(variables);
  if (Buffer.byteLength(measured) > SIZE_LIMIT) {
    throw invalid(`${REFUSED} exceeded the 4KB limit. String measured: ${measured}`);
  }
};

/** Only where the format is JSON does a level apply. */
const logVariables = ({ LogFormat, ApplicationLogLevel }: Variables): Variables =>
  LogFormat === 'JSON' && ApplicationLogLevel !== undefined
    ? { AWS_LAMBDA_LOG_FORMAT: LogFormat, AWS_LAMBDA_LOG_LEVEL: ApplicationLogLevel }
    : {};

const logStream = (engine: Engine): string => {
  const day = new Date(engine.clock.now()).toISOString().slice(0, 10).replaceAll('-', '/');
  return `${day}/[$LATEST]${engine.random.bytes(16).toString('hex')}`;
};

/** The whole environment of a function's process. HOME keeps a developer's own AWS profile out. */
export const processVariables = (engine: Engine, fn: LambdaFunction, keys: RoleKeys): Variables => {
  const { configuration, directory } = fn;
  return {
    ...configuration.Environment?.Variables,
    ...logVariables(configuration.LoggingConfig),
    AWS_REGION: engine.region,
    AWS_DEFAULT_REGION: engine.region,
    AWS_ENDPOINT_URL: engine.endpoint,
    AWS_ACCESS_KEY_ID: keys.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.SecretAccessKey,
    AWS_SESSION_TOKEN: keys.SessionToken,
    AWS_EXECUTION_ENV: `AWS_Lambda_${configuration.Runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: configuration.FunctionName,
    AWS_LAMBDA_FUNCTION_VERSION: configuration.Version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.MemorySize),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME:
      configuration.LoggingConfig['LogGroup'] ?? `/aws/lambda/${configuration.FunctionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream(engine),
    LAMBDA_TASK_ROOT: directory,
    _HANDLER: configuration.Handler,
    HOME: directory,
    TZ: ':UTC',
  };
};
