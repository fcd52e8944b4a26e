import { z } from 'zod';
import { JsonValue } from '../../../kernel/json.ts';

const TimeoutSeconds = z.int().min(1).max(900);
const MemorySize = z.int().min(128).max(10_240);
const Role = z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/);
const Runtime = z
  .string()
  .regex(/^nodejs/, { error: (issue) => `the local engine does not run ${String(issue.input)}` });
const Environment = z.strictObject({
  Variables: z.record(z.string().regex(/^[a-zA-Z]\w+$/), z.string()).optional(),
});
const None = z.array(JsonValue).max(0, 'the local engine does not support Layers');

/** What both CreateFunction and UpdateFunctionConfiguration set; other options are refused by name. */
export const Settings = z.strictObject({
  Role: Role.optional(),
  Handler: z.string().min(1).max(128).optional(),
  Runtime: Runtime.optional(),
  Description: z.string().max(256).optional(),
  Timeout: TimeoutSeconds.optional(),
  MemorySize: MemorySize.optional(),
  Environment: Environment.optional(),
  TracingConfig: z.strictObject({ Mode: z.enum(['Active', 'PassThrough']) }).optional(),
  LoggingConfig: z
    .strictObject({
      LogFormat: z.enum(['JSON', 'Text']).optional(),
      ApplicationLogLevel: z.string().optional(),
      SystemLogLevel: z.string().optional(),
      LogGroup: z.string().optional(),
    })
    .optional(),
  EphemeralStorage: z.strictObject({ Size: z.int().min(512).max(10_240) }).optional(),
  KMSKeyArn: z.string().optional(),
  Layers: None.optional(),
});
export type Settings = z.infer<typeof Settings>;

const Architectures = z.array(z.enum(['arm64', 'x86_64'])).length(1);

/** CreateFunction's input. `Code.LocalDirectory` is the engine's own form of code. */
export const NewFunction = z.strictObject({
  ...Settings.shape,
  FunctionName: z.string(),
  Role,
  Handler: z.string().min(1).max(128),
  Runtime,
  Code: z.record(z.string(), JsonValue),
  Architectures: Architectures.optional(),
  PackageType: z.literal('Zip').optional(),
  Publish: z.literal(false).optional(),
  Tags: z.record(z.string(), z.string()).optional(),
  ReservedConcurrentExecutions: z.int().min(0).optional(),
  TenancyConfig: z.strictObject({ TenantIsolationMode: z.literal('PER_TENANT') }).optional(),
});
export type NewFunction = z.infer<typeof NewFunction>;

/** A function's configuration as the API gives it back. `LastModified` is Lambda's ISO text. */
export const FunctionConfiguration = z.object({
  FunctionName: z.string(),
  FunctionArn: z.string(),
  Runtime: z.string(),
  Role: z.string(),
  Handler: z.string(),
  Description: z.string(),
  Timeout: z.number(),
  MemorySize: z.number(),
  LastModified: z.string(),
  RevisionId: z.string(),
  Version: z.literal('$LATEST'),
  PackageType: z.literal('Zip'),
  State: z.literal('Active'),
  LastUpdateStatus: z.literal('Successful'),
  Architectures: z.array(z.string()),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }).optional(),
  TracingConfig: z.object({ Mode: z.string() }),
  LoggingConfig: z.record(z.string(), z.string()),
  EphemeralStorage: z.object({ Size: z.number() }),
  TenancyConfig: z.object({ TenantIsolationMode: z.literal('PER_TENANT') }).optional(),
  KMSKeyArn: z.string().optional(),
});
export type FunctionConfiguration = z.infer<typeof FunctionConfiguration>;

/** A function as it is stored: its configuration and what the configuration does not tell. */
export const LambdaFunction = z.object({
  configuration: FunctionConfiguration,
  directory: z.string(),
  tags: z.record(z.string(), z.string()),
  reservedConcurrency: z.number().optional(),
});
export type LambdaFunction = z.infer<typeof LambdaFunction>;
