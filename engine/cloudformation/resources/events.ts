import { z } from 'zod';
import { type JsonObject, JsonValue } from '../../kernel/json.ts';
import { unlessAbsent } from '../absence.ts';
import { unchangeable } from '../errors.ts';
import { given, textOf, without } from '../properties.ts';
import { type Actions, provide, type ResourceContext } from '../provider.ts';
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
  EventPattern: z.record(z.string(), JsonValue).optional(),
  KmsKeyIdentifier: given,
  RetentionDays: z.number().optional(),
});

type Archive = z.infer<typeof Archive>;

const nameOf = ({ ArchiveName }: Archive, { name }: ResourceContext): string =>
  ArchiveName ?? name(LONGEST_ARCHIVE_NAME);

const archiveSettings = ({ EventPattern, Description, RetentionDays, KmsKeyIdentifier }: Archive) =>
  without({
    Description,
    RetentionDays,
    KmsKeyIdentifier,
    EventPattern: EventPattern && JSON.stringify(EventPattern),
  });

const archiveAttributes = (ArchiveName: string, answer: JsonObject) => ({
  physicalId: ArchiveName,
  attributes: { Arn: textOf(answer, 'ArchiveArn'), ArchiveName },
});

const archive: Actions<Archive> = {
  async create(properties, context) {
    const ArchiveName = nameOf(properties, context);
    const input = { ...archiveSettings(properties), EventSourceArn: properties.SourceArn };
    const answer = await context.call('events', 'CreateArchive', { ArchiveName, ...input });
    return archiveAttributes(ArchiveName, answer);
  },
  find: (properties, context) =>
    unlessAbsent(async () => {
      const ArchiveName = nameOf(properties, context);
      return archiveAttributes(
        ArchiveName,
        await context.call('events', 'DescribeArchive', { ArchiveName }),
      );
    }),
  async update(properties, existing, context) {
    const { physicalId: ArchiveName, properties: before } = existing;
    if (before.SourceArn !== properties.SourceArn) {
      throw unchangeable('SourceArn of an archive');
    }
    const input = { ArchiveName, ...archiveSettings(properties) };
    return archiveAttributes(ArchiveName, await context.call('events', 'UpdateArchive', input));
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
