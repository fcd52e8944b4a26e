import { z } from 'zod';
import type { JsonObject } from '../../json.ts';
import { unlessAbsent } from '../absence.ts';
import { given, textOf, without } from '../properties.ts';
import { type Actions, provide } from '../provider.ts';
import { busPolicy, EventBusPolicy } from './eventBusPolicy.ts';
import { Rule, rule } from './eventRule.ts';

const EventBus = z.strictObject({
  Name: z.string(),
  DeadLetterConfig: given,
  Description: given,
  EventSourceName: given,
  KmsKeyIdentifier: given,
  LogConfig: given,
  Policy: given,
  Tags: given,
});

const busAttributes = (name: string, answer: JsonObject, arnField: string) => ({
  physicalId: name,
  attributes: { Arn: textOf(answer, arnField), Name: name },
});

const bus: Actions<z.infer<typeof EventBus>> = {
  async create(properties, { call }) {
    const answer = await call('events', 'CreateEventBus', without(properties, 'Policy'));
    return busAttributes(properties.Name, answer, 'EventBusArn');
  },
  find: ({ Name }, { call }) =>
    unlessAbsent(async () =>
      busAttributes(Name, await call('events', 'DescribeEventBus', { Name }), 'Arn'),
    ),
  async delete(existing, { call }) {
    await call('events', 'DeleteEventBus', { Name: existing.physicalId });
  },
};

const LONGEST_ARCHIVE_NAME = 48;

const Archive = z.strictObject({
  ArchiveName: z.string().optional(),
  SourceArn: z.string(),
  Description: given,
  EventPattern: z.record(z.string(), z.json()).optional(),
  KmsKeyIdentifier: given,
  RetentionDays: z.number().optional(),
});

const archive: Actions<z.infer<typeof Archive>> = {
  async create(properties, { call, name }) {
    const { SourceArn: EventSourceArn, EventPattern, Description, RetentionDays } = properties;
    const ArchiveName = properties.ArchiveName ?? name(LONGEST_ARCHIVE_NAME);
    const pattern = EventPattern && JSON.stringify(EventPattern);
    const settings = { Description, RetentionDays, EventPattern: pattern };
    const input = without({ ArchiveName, EventSourceArn, ...settings });
    const answer = await call('events', 'CreateArchive', input);
    return {
      physicalId: ArchiveName,
      attributes: { Arn: textOf(answer, 'ArchiveArn'), ArchiveName },
    };
  },
  async delete(existing, { call }) {
    await call('events', 'DeleteArchive', { ArchiveName: existing.physicalId });
  },
};

/** Event buses, their policies, rules and archives. */
export const eventsResources = {
  'AWS::Events::Archive': provide(Archive, archive),
  'AWS::Events::EventBus': provide(EventBus, bus),
  'AWS::Events::EventBusPolicy': provide(EventBusPolicy, busPolicy),
  'AWS::Events::Rule': provide(Rule, rule),
};
