import { z } from 'zod';
import { AwsError } from '../../endpoint/errors.ts';
import { operation } from '../../endpoint/service.ts';
import { JsonObject } from '../../kernel/json.ts';
import { DEFAULT_BUS, type EventBus } from './eventBus.ts';
import { Paging, pageOf } from './page.ts';
import type { Parts } from './parts.ts';
import { Tags, tagMap } from './tags.ts';

const CreateEventBus = z.strictObject({
  Name: z.string().regex(/^[.\-_A-Za-z0-9]{1,256}$/),
  Description: z.string().max(512).optional(),
  KmsKeyIdentifier: z.string().optional(),
  DeadLetterConfig: JsonObject.optional(),
  LogConfig: JsonObject.optional(),
  Tags: Tags.default([]),
});

const Named = z.strictObject({ Name: z.string() });

const described = ({ buses }: Parts, bus: EventBus): JsonObject => ({
  Name: bus.name,
  Arn: buses.arnOf(bus.name),
  Description: bus.description,
  KmsKeyIdentifier: bus.kmsKeyIdentifier,
  DeadLetterConfig: bus.deadLetterConfig,
  LogConfig: bus.logConfig,
  Policy: bus.policy,
  CreationTime: bus.createdAt / 1000,
  LastModifiedTime: bus.modifiedAt / 1000,
});

const create = async (parts: Parts, input: z.infer<typeof CreateEventBus>): Promise<JsonObject> => {
  const { buses, engine } = parts;
  if (await buses.find(input.Name)) {
    throw new AwsError('ResourceAlreadyExistsException', `Event bus ${input.Name} already exists.`);
  }
  const now = engine.clock.now();
  await buses.put(input.Name, {
    name: input.Name,
    description: input.Description,
    kmsKeyIdentifier: input.KmsKeyIdentifier,
    deadLetterConfig: input.DeadLetterConfig,
    logConfig: input.LogConfig,
    tags: tagMap(input.Tags),
    createdAt: now,
    modifiedAt: now,
  });
  return {
    EventBusArn: buses.arnOf(input.Name),
    Description: input.Description,
    KmsKeyIdentifier: input.KmsKeyIdentifier,
    DeadLetterConfig: input.DeadLetterConfig,
    LogConfig: input.LogConfig,
  };
};

const remove = async ({ buses, rules }: Parts, name: string): Promise<JsonObject> => {
  if (name === DEFAULT_BUS) {
    throw new AwsError('ValidationException', `Cannot delete event bus ${name}.`);
  }
  if ((await rules.ofBus(name)).length > 0) {
    throw new AwsError(
      'ValidationException',
      `Event bus ${name} can't be deleted since it has rules.`,
    );
  }
  await buses.delete(name);
  return {};
};

const all = async ({ buses }: Parts): Promise<EventBus[]> => {
  const made = (await buses.list()).map(({ value }) => value);
  const others = made.filter(({ name }) => name !== DEFAULT_BUS);
  return [await buses.need(DEFAULT_BUS), ...others].sort((a, b) => (a.name < b.name ? -1 : 1));
};

/** Event buses. */
export const busOperations = (parts: Parts) => {
  const { buses, turns } = parts;
  return {
    CreateEventBus: operation(CreateEventBus, (input) =>
      turns.take(input.Name, () => create(parts, input)),
    ),
    DescribeEventBus: operation(Named.partial(), async (input) =>
      described(parts, await buses.need(input.Name)),
    ),
    DeleteEventBus: operation(Named, (input) =>
      turns.take(input.Name, () => remove(parts, buses.nameOf(input.Name))),
    ),
    ListEventBuses: operation(Paging, async (input) => {
      const { page, ...rest } = pageOf(await all(parts), input);
      return { EventBuses: page.map((bus) => described(parts, bus)), ...rest };
    }),
  };
};
