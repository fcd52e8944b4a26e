import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { AwsError } from '../../../endpoint/errors.ts';
import type { Engine } from '../../../engine.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import { invalid } from '../refusals.ts';
import { functionArn, functionNameOf } from './functionName.ts';
import type { FunctionConfiguration, LambdaFunction, NewFunction } from './functionSchema.ts';
import { checkVariables } from './functionVariables.ts';

/** The folder that holds a function's code; S3, zip and image forms are refused by name. */
export const codeDirectory = async (code: JsonObject): Promise<string> => {
  const { LocalDirectory: directory, ...others } = code;
  const [other] = Object.keys(others);
  if (other !== undefined) {
    throw new AwsError(
      'UnsupportedOperation',
      `the local engine takes code from Code.LocalDirectory, not Code.${other}`,
      { status: 501 },
    );
  }
  if (typeof directory !== 'string' || !isAbsolute(directory)) {
    throw invalid('Code.LocalDirectory must be the absolute path of a directory');
  }
  const found = await stat(directory).catch(() => undefined);
  if (!found?.isDirectory()) throw invalid(`Code.LocalDirectory ${directory} is no directory`);
  return directory;
};

/** What every change of a function's code or configuration sets anew. */
export const revision = (
  engine: Engine,
): Pick<FunctionConfiguration, 'RevisionId' | 'LastModified'> => ({
  RevisionId: engine.random.uuid(),
  LastModified: new Date(engine.clock.now()).toISOString().replace('Z', '+0000'),
});

type Logging = NewFunction['LoggingConfig'];

/** A function's logging settings with Lambda's defaults filled in. */
export const loggingOf = (name: string, given: Logging): Record<string, string> => {
  const levels =
    given?.LogFormat === 'JSON' ? { ApplicationLogLevel: 'INFO', SystemLogLevel: 'INFO' } : {};
  const set = Object.entries(given ?? {}).filter(([, value]) => value !== undefined);
  return {
    LogFormat: 'Text',
    LogGroup: `/aws/lambda/${name}`,
    ...levels,
    ...Object.fromEntries(set),
  };
};

const optional = (input: NewFunction) => ({
  ...(input.Environment && { Environment: { Variables: input.Environment.Variables ?? {} } }),
  ...(input.TenancyConfig && { TenancyConfig: input.TenancyConfig }),
  ...(input.KMSKeyArn !== undefined && { KMSKeyArn: input.KMSKeyArn }),
});

const configurationOf = (engine: Engine, input: NewFunction): FunctionConfiguration => {
  const name = functionNameOf(engine, input.FunctionName);
  return {
    FunctionName: name,
    FunctionArn: functionArn(engine, name),
    Runtime: input.Runtime,
    Role: input.Role,
    Handler: input.Handler,
    Description: input.Description ?? '',
    Timeout: input.Timeout ?? 3,
    MemorySize: input.MemorySize ?? 128,
    ...revision(engine),
    Version: '$LATEST',
    PackageType: 'Zip',
    State: 'Active',
    LastUpdateStatus: 'Successful',
    Architectures: input.Architectures ?? ['x86_64'],
    TracingConfig: input.TracingConfig ?? { Mode: 'PassThrough' },
    LoggingConfig: loggingOf(name, input.LoggingConfig),
    EphemeralStorage: input.EphemeralStorage ?? { Size: 512 },
    ...optional(input),
  };
};

/** The function that CreateFunction asks for; throws what Lambda would refuse. */
export const newFunction = async (engine: Engine, input: NewFunction): Promise<LambdaFunction> => {
  checkVariables(input.Environment?.Variables ?? {});
  return {
    configuration: configurationOf(engine, input),
    directory: await codeDirectory(input.Code),
    tags: input.Tags ?? {},
    ...(input.ReservedConcurrentExecutions !== undefined && {
      reservedConcurrency: input.ReservedConcurrentExecutions,
    }),
  };
};
