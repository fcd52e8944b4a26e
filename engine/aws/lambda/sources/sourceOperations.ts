import { z } from 'zod';
import { unsupportedOperation } from '../../../endpoint/errors.ts';
import { type Operation, operation } from '../../../endpoint/service.ts';
import type { Engine } from '../../../engine.ts';
import type { Turns } from '../../../kernel/turns.ts';
import { functionNameOf } from '../functions/functionName.ts';
import type { FunctionStore } from '../functions/functionStore.ts';
import { conflict, invalid, notFound } from '../refusals.ts';
import { checkSource } from './checkSource.ts';
import type { QueuePollers } from './queuePollers.ts';
import {
  MappingSettings,
  mappingAnswer,
  type SourceMapping,
  sourceMappingsIn,
} from './sourceMapping.ts';

type Parts = { engine: Engine; functions: FunctionStore; turns: Turns; pollers: QueuePollers };

const NewSettings = z.object(MappingSettings);
const NewMapping = z.strictObject({
  EventSourceArn: z.string().optional(),
  FunctionName: z.string(),
  Tags: z.record(z.string(), z.string()).default({}),
  ...MappingSettings,
});
const MappingChange = z.strictObject({
  UUID: z.string(),
  FunctionName: z.string().optional(),
  ...MappingSettings,
});
const Reference = z.strictObject({ UUID: z.string() });
const Listing = z.strictObject({
  EventSourceArn: z.string().optional(),
  FunctionName: z.string().optional(),
  Marker: z.string().optional(),
  MaxItems: z.coerce.number().int().min(1).max(10_000).optional(),
});

/** What Lambda can do with other sources, or beside handing over each message. */
const OTHERS = [
  'AmazonManagedKafkaEventSourceConfig',
  'BisectBatchOnFunctionError',
  'DestinationConfig',
  'DocumentDBEventSourceConfig',
  'FilterCriteria',
  'KMSKeyArn',
  'LoggingConfig',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'MetricsConfig',
  'ParallelizationFactor',
  'ProvisionedPollerConfig',
  'Queues',
  'SelfManagedEventSource',
  'SelfManagedKafkaEventSourceConfig',
  'SourceAccessConfigurations',
  'StartingPosition',
  'StartingPositionTimestamp',
  'Topics',
  'TumblingWindowInSeconds',
];

const PAGE = 100;
const TURN = 'sourceMappings';

const withoutOthers =
  (name: string, run: Operation): Operation =>
  async (input, context) => {
    const other = OTHERS.find((field) => input[field] !== undefined);
    if (other !== undefined) throw unsupportedOperation('lambda', `${name} with ${other}`);
    return run(input, context);
  };

const queueArnOf = (arn: string | undefined): string => {
  if (arn === undefined) throw invalid('Unrecognized event source.');
  if (/^arn:aws[a-z-]*:sqs:/.test(arn)) return arn;
  throw unsupportedOperation('lambda', `CreateEventSourceMapping of ${arn}`);
};

/** Stores a mapping that Lambda would take, and polls by it. */
const keep = async (parts: Parts, mapping: SourceMapping) => {
  const { engine, functions, pollers } = parts;
  const fn = await functions.find(mapping.FunctionName);
  if (!fn) throw invalid('Function does not exist');
  if (fn.configuration.TenancyConfig) {
    throw invalid(
      'Event source mappings are not supported for functions in tenant isolation mode.',
    );
  }
  await checkSource(engine, fn, mapping);
  await sourceMappingsIn(engine).put(mapping.UUID, mapping);
  pollers.renew(mapping);
  return mappingAnswer(engine, mapping);
};

type Settings = Pick<SourceMapping, keyof typeof MappingSettings>;

const INITIAL: Settings = {
  BatchSize: 10,
  Enabled: true,
  MaximumBatchingWindowInSeconds: 0,
  FunctionResponseTypes: [],
};

/** What a request sets, over what was set before. */
const settingsOf = (before: Settings, input: z.infer<typeof NewSettings>): Settings => {
  const ScalingConfig = input.ScalingConfig ?? before.ScalingConfig;
  return {
    BatchSize: input.BatchSize ?? before.BatchSize,
    Enabled: input.Enabled ?? before.Enabled,
    MaximumBatchingWindowInSeconds:
      input.MaximumBatchingWindowInSeconds ?? before.MaximumBatchingWindowInSeconds,
    FunctionResponseTypes: input.FunctionResponseTypes ?? before.FunctionResponseTypes,
    ...(ScalingConfig && { ScalingConfig }),
  };
};

const checkNew = async (engine: Engine, queueArn: string, functionName: string): Promise<void> => {
  const all = await sourceMappingsIn(engine).list();
  const same = all.find(
    ({ value }) => value.EventSourceArn === queueArn && value.FunctionName === functionName,
  );
  if (!same) return;
  throw conflict(
    `An event source mapping with SQS arn (" ${queueArn} ") and function (" ${functionName} ") already exists. Please update or delete the existing mapping with UUID ${same.key}`,
  );
};

const requireMapping = async (engine: Engine, uuid: string): Promise<SourceMapping> => {
  const mapping = await sourceMappingsIn(engine).get(uuid);
  if (mapping) return mapping;
  throw notFound('The resource you requested does not exist.');
};

const changes = (parts: Parts): Record<string, Operation> => {
  const { engine, turns, pollers } = parts;
  const inTurn = <T>(work: () => Promise<T>) => turns.take(TURN, work);
  const modified = () => ({ LastModified: engine.clock.now() / 1000 });
  return {
    CreateEventSourceMapping: operation(NewMapping, (input) =>
      inTurn(async () => {
        const EventSourceArn = queueArnOf(input.EventSourceArn);
        const FunctionName = functionNameOf(engine, input.FunctionName);
        await checkNew(engine, EventSourceArn, FunctionName);
        const UUID = engine.random.uuid();
        const settings = { ...settingsOf(INITIAL, input), ...modified(), tags: input.Tags };
        return keep(parts, { ...settings, UUID, EventSourceArn, FunctionName });
      }),
    ),
    UpdateEventSourceMapping: operation(MappingChange, (input) =>
      inTurn(async () => {
        const before = await requireMapping(engine, input.UUID);
        const FunctionName = functionNameOf(engine, input.FunctionName ?? before.FunctionName);
        const settings = settingsOf(before, input);
        return keep(parts, { ...before, ...settings, FunctionName, ...modified() });
      }),
    ),
    DeleteEventSourceMapping: operation(Reference, ({ UUID }) =>
      inTurn(async () => {
        const mapping = await requireMapping(engine, UUID);
        pollers.retire(UUID);
        await sourceMappingsIn(engine).delete(UUID);
        return { ...mappingAnswer(engine, mapping), State: 'Deleting' };
      }),
    ),
  };
};

const reads = (engine: Engine): Record<string, Operation> => ({
  GetEventSourceMapping: operation(Reference, async ({ UUID }) =>
    mappingAnswer(engine, await requireMapping(engine, UUID)),
  ),
  ListEventSourceMappings: operation(Listing, async (input) => {
    const { EventSourceArn: arn, FunctionName: reference, Marker: after, MaxItems = PAGE } = input;
    const name = reference === undefined ? undefined : functionNameOf(engine, reference);
    const all = await sourceMappingsIn(engine).list(after === undefined ? {} : { after });
    const found = all.filter(
      ({ value }) =>
        (arn === undefined || value.EventSourceArn === arn) &&
        (name === undefined || value.FunctionName === name),
    );
    const page = found.slice(0, Math.min(MaxItems, PAGE));
    const last = page.at(-1);
    return {
      EventSourceMappings: page.map(({ value }) => mappingAnswer(engine, value)),
      ...(last && found.length > page.length && { NextMarker: last.key }),
    };
  }),
});

/** CreateEventSourceMapping, UpdateEventSourceMapping and so on, of queues. */
export const sourceOperations = (parts: Parts): Record<string, Operation> =>
  Object.fromEntries(
    Object.entries({ ...changes(parts), ...reads(parts.engine) }).map(([name, run]) => [
      name,
      withoutOthers(name, run),
    ]),
  );
