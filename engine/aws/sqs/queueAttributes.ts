import { AwsError, unsupportedOperation } from '../../endpoint/errors.ts';
import { parseJsonObject } from '../../kernel/json.ts';
import type { Queue, Queues } from './queue.ts';
import { RedrivePolicy } from './redrivePolicy.ts';

/** Attributes as the API carries them: every value is text. */
export type QueueAttributes = Readonly<Record<string, string>>;

const numbers = {
  VisibilityTimeout: { least: 0, most: 43_200, initial: 30 },
  MessageRetentionPeriod: { least: 60, most: 1_209_600, initial: 345_600 },
  DelaySeconds: { least: 0, most: 900, initial: 0 },
  MaximumMessageSize: { least: 1_024, most: 1_048_576, initial: 1_048_576 },
  ReceiveMessageWaitTimeSeconds: { least: 0, most: 20, initial: 0 },
};

const KEPT = new Set(['KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds', 'SqsManagedSseEnabled']);

const UNSUPPORTED = new Set([
  'FifoQueue',
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoThroughputLimit',
  'RedriveAllowPolicy',
]);

const invalid = (name: string): AwsError =>
  new AwsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);

const isNumeric = (name: string): name is keyof typeof numbers => Object.hasOwn(numbers, name);

/** A numeric attribute in its own unit (seconds or bytes), AWS's default included. */
export const numberOf = (queue: Queue, name: keyof typeof numbers): number =>
  Number(queue.attributes[name] ?? numbers[name].initial);

/** What AWS answers for attributes that nobody set. */
export const initialAttributes: QueueAttributes = {
  ...Object.fromEntries(
    Object.entries(numbers).map(([name, { initial }]) => [name, String(initial)]),
  ),
  SqsManagedSseEnabled: 'true',
};

const checkNumber = (name: keyof typeof numbers, value: string): void => {
  const { least, most } = numbers[name];
  if (!/^\d+$/.test(value) || Number(value) < least || Number(value) > most) throw invalid(name);
};

const parsed = (name: string, value: string) => {
  try {
    return parseJsonObject(value);
  } catch (cause) {
    throw new AwsError(
      'InvalidAttributeValue',
      `Invalid value for the parameter ${name}. Reason: ${String(cause)}`,
    );
  }
};

const checkRedrive = async (queues: Queues, value: string): Promise<void> => {
  const refuse = (reason: string) =>
    new AwsError(
      'InvalidParameterValue',
      `Value ${value} for parameter RedrivePolicy is invalid. Reason: ${reason}`,
    );
  const policy = RedrivePolicy.safeParse(parsed('RedrivePolicy', value));
  if (!policy.success) {
    throw refuse(policy.error.issues.map((issue) => issue.message).join('; '));
  }
  if (!(await queues.byArn(policy.data.deadLetterTargetArn))) {
    throw refuse('Dead letter target does not exist.');
  }
};

const check = async (queues: Queues, name: string, value: string): Promise<void> => {
  if (UNSUPPORTED.has(name)) throw unsupportedOperation('sqs', `CreateQueue with ${name}`);
  if (isNumeric(name)) return checkNumber(name, value);
  if (KEPT.has(name) || (value === '' && ['Policy', 'RedrivePolicy'].includes(name))) return;
  if (name === 'RedrivePolicy') return checkRedrive(queues, value);
  if (name !== 'Policy') throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
  parsed(name, value);
};

/** Throws AWS's error for the first attribute that a queue cannot have. */
export const checkAttributes = async (
  queues: Queues,
  attributes: QueueAttributes,
): Promise<void> => {
  for (const [name, value] of Object.entries(attributes)) await check(queues, name, value);
};

/** `changes` over `attributes`; an empty Policy or RedrivePolicy takes the old one away. */
export const changedAttributes = (
  attributes: QueueAttributes,
  changes: QueueAttributes,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ ...attributes, ...changes }).filter(([, value]) => value !== ''),
  );
