import { z } from 'zod';
import { unlessAbsent } from '../absence.ts';
import { unchangeable } from '../errors.ts';
import { given, tagMap, textOf, without } from '../properties.ts';
import type { Actions, Made } from '../provider.ts';

/** The properties of AWS::Lambda::EventSourceMapping that a queue's mapping has. */
export const SourceMapping = z.strictObject({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: given,
  Enabled: given,
  FilterCriteria: given,
  FunctionResponseTypes: given,
  MaximumBatchingWindowInSeconds: given,
  ScalingConfig: given,
  Tags: given,
});

/** What a mapping has when its template no longer says otherwise. */
const DEFAULTS = {
  BatchSize: 10,
  Enabled: true,
  FunctionResponseTypes: [],
  MaximumBatchingWindowInSeconds: 0,
  ScalingConfig: {},
};

const Listed = z.object({
  EventSourceMappings: z.array(
    z.looseObject({ UUID: z.string(), EventSourceMappingArn: z.string() }),
  ),
});

const madeOf = (uuid: string, arn: string): Made => ({
  physicalId: uuid,
  attributes: { Id: uuid, EventSourceMappingArn: arn },
});

/** A queue whose messages are handed to a function. */
export const sourceMapping: Actions<z.infer<typeof SourceMapping>> = {
  async create(properties, { call }) {
    const input = { ...without(properties), Tags: tagMap(properties.Tags) };
    const answer = await call('lambda', 'CreateEventSourceMapping', input);
    return madeOf(textOf(answer, 'UUID'), textOf(answer, 'EventSourceMappingArn'));
  },
  async find({ EventSourceArn, FunctionName }, { call }) {
    const input = { EventSourceArn, FunctionName };
    const answer = Listed.parse(await call('lambda', 'ListEventSourceMappings', input));
    const [mapping] = answer.EventSourceMappings;
    return mapping && madeOf(mapping.UUID, mapping.EventSourceMappingArn);
  },
  async update(properties, { properties: before, physicalId: UUID, attributes }, { call }) {
    if (before.EventSourceArn !== properties.EventSourceArn) throw unchangeable('EventSourceArn');
    const settings = without(properties, 'EventSourceArn', 'Tags');
    await call('lambda', 'UpdateEventSourceMapping', { ...DEFAULTS, ...settings, UUID });
    return { physicalId: UUID, attributes };
  },
  async delete({ physicalId: UUID }, { call }) {
    await unlessAbsent(() => call('lambda', 'DeleteEventSourceMapping', { UUID }));
  },
};
