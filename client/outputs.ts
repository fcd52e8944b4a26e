import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Failure } from './failure.ts';

const DeadLetterQueues = z.array(
  z.object({
    consumer: z.string(),
    queueUrl: z.string(),
    functionArn: z.string().optional(),
    sourceUrl: z.string().optional(),
  }),
);

const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue('must be JSON');
    return z.NEVER;
  }
});

/** What the commands need of a deployment; the last five only a local run has. */
export const Outputs = z.object({
  ControlApiUrl: z.url(),
  EventBusName: z.string(),
  OperatorClientId: z.string(),
  Region: z.string(),
  DeadLetterQueues: json.pipe(DeadLetterQueues),
  OrphanSweeperFunction: z.string(),
  AwsEndpoint: z.url().optional(),
  AccessKeyId: z.string().optional(),
  SecretAccessKey: z.string().optional(),
  OperatorUsername: z.string().optional(),
  OperatorPassword: z.string().optional(),
});
export type Outputs = z.infer<typeof Outputs>;

/** A local run writes all outputs side by side, `cdk deploy --outputs-file` those of each stack apart. */
const OutputsFile = z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())]));

const flattened = (file: z.infer<typeof OutputsFile>): Record<string, string> =>
  Object.assign(
    {},
    ...Object.entries(file).map(([key, value]) =>
      typeof value === 'string' ? { [key]: value } : value,
    ),
  );

/** What Node.js says of a file that is not there. */
const Missing = z.object({ code: z.literal('ENOENT') });

/** What is in a file; undefined where there is none. */
export const textIn = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (Missing.safeParse(error).success) return undefined;
    throw error;
  }
};

/** The JSON in a file; undefined where there is no such file, or it is no JSON. */
export const jsonIn = async (file: string): Promise<unknown> =>
  json.safeParse(await textIn(file)).data;

const parsed = (name: string, text: string): Outputs => {
  const file = json.pipe(OutputsFile).safeParse(text);
  const read = file.success ? Outputs.safeParse(flattened(file.data)) : file;
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new Failure([`${name} is no file of stack outputs:`, ...problems].join('\n'));
};

/** The outputs in this file; undefined where there is no such file. Throws Failure. */
export const readOutputs = async (file: string): Promise<Outputs | undefined> => {
  const text = await textIn(file);
  return text === undefined ? undefined : parsed(file, text);
};
