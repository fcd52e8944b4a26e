import { z } from 'zod';
import { AwsError } from '../../../endpoint/errors.ts';
import { operation } from '../../../endpoint/service.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import { Paging, pageOf } from '../page.ts';
import type { Parts } from '../parts.ts';
import { eventPattern } from '../pattern/eventPattern.ts';
import type { Archive } from './archive.ts';

const ArchiveName = z.string().regex(/^[.\-_A-Za-z0-9]{1,48}$/);
const Named = z.strictObject({ ArchiveName });

const settings = {
  Description: z.string().max(512).optional(),
  EventPattern: z.string().min(1).optional(),
  RetentionDays: z.int().min(0).optional(),
  KmsKeyIdentifier: z.string().optional(),
};
const CreateArchive = Named.extend({ EventSourceArn: z.string(), ...settings });
const UpdateArchive = Named.extend(settings);

const ListArchives = Paging.extend({
  EventSourceArn: z.string().optional(),
  State: z.string().optional(),
});

/** An archive works from the moment that it is made. */
const STATE = 'ENABLED';

const summary = async ({ archives, buses }: Parts, archive: Archive): Promise<JsonObject> => {
  const events = await archives.events(archive);
  return {
    ArchiveName: archive.name,
    EventSourceArn: buses.arnOf(archive.bus),
    State: STATE,
    RetentionDays: archive.retentionDays,
    EventCount: events.length,
    SizeBytes: events.reduce((sum, { event }) => sum + JSON.stringify(event).length, 0),
    CreationTime: archive.createdAt / 1000,
  };
};

const described = async (parts: Parts, archive: Archive): Promise<JsonObject> => ({
  ...(await summary(parts, archive)),
  ArchiveArn: parts.archives.arnOf(archive.name),
  Description: archive.description,
  EventPattern: archive.eventPattern,
  KmsKeyIdentifier: archive.kmsKeyIdentifier,
});

const written = ({ archives }: Parts, archive: Archive): JsonObject => ({
  ArchiveArn: archives.arnOf(archive.name),
  State: STATE,
  CreationTime: archive.createdAt / 1000,
});

const settingsOf = (input: z.infer<typeof UpdateArchive>) => {
  if (input.EventPattern !== undefined) eventPattern(input.EventPattern);
  return {
    ...(input.Description !== undefined && { description: input.Description }),
    ...(input.EventPattern !== undefined && { eventPattern: input.EventPattern }),
    ...(input.RetentionDays !== undefined && { retentionDays: input.RetentionDays }),
    ...(input.KmsKeyIdentifier !== undefined && { kmsKeyIdentifier: input.KmsKeyIdentifier }),
  };
};

const create = async (parts: Parts, input: z.infer<typeof CreateArchive>): Promise<JsonObject> => {
  const { archives, buses, engine } = parts;
  const { ArchiveName: name, EventSourceArn: source, ...rest } = input;
  const bus = await buses.need(source);
  if (await archives.find(name)) {
    throw new AwsError('ResourceAlreadyExistsException', `Archive ${name} already exists.`);
  }
  const archive = {
    name,
    bus: bus.name,
    retentionDays: 0,
    createdAt: engine.clock.now(),
    ...settingsOf({ ArchiveName: name, ...rest }),
  };
  await archives.put(archive);
  return written(parts, archive);
};

const list = async (parts: Parts, input: z.infer<typeof ListArchives>): Promise<JsonObject> => {
  const { EventSourceArn: source, State: state, ...paging } = input;
  const wanted = (await parts.archives.list()).filter(
    ({ bus }) =>
      (source === undefined || parts.buses.nameOf(source) === bus) &&
      (state === undefined || state === STATE),
  );
  const { page, ...rest } = pageOf(wanted, paging);
  return { Archives: await Promise.all(page.map((one) => summary(parts, one))), ...rest };
};

/** Archives of a bus's events. */
export const archiveOperations = (parts: Parts) => {
  const { archives, turns } = parts;
  const turnOf = (name: string) => `archive/${name}`;
  return {
    CreateArchive: operation(CreateArchive, (input) =>
      turns.take(turnOf(input.ArchiveName), () => create(parts, input)),
    ),
    DescribeArchive: operation(Named, async (input) =>
      described(parts, await archives.need(input.ArchiveName)),
    ),
    UpdateArchive: operation(UpdateArchive, (input) =>
      turns.take(turnOf(input.ArchiveName), async () => {
        const archive = { ...(await archives.need(input.ArchiveName)), ...settingsOf(input) };
        await archives.put(archive);
        return written(parts, archive);
      }),
    ),
    DeleteArchive: operation(Named, (input) =>
      turns.take(turnOf(input.ArchiveName), async () => {
        await archives.delete(await archives.need(input.ArchiveName));
        return {};
      }),
    ),
    ListArchives: operation(ListArchives, (input) => list(parts, input)),
  };
};
