import { z } from 'zod';
import { AwsError } from '../../endpoint/errors.ts';
import type { Engine } from '../../engine.ts';
import { JsonObject } from '../../kernel/json.ts';
import type { Collection } from '../../kernel/store.ts';

/** An event bus as it is kept. `policy` is JSON text; times are epoch milliseconds. */
export const EventBus = z.object({
  name: z.string(),
  description: z.string().optional(),
  kmsKeyIdentifier: z.string().optional(),
  deadLetterConfig: JsonObject.optional(),
  logConfig: JsonObject.optional(),
  policy: z.string().optional(),
  tags: z.record(z.string(), z.string()),
  createdAt: z.number(),
  modifiedAt: z.number(),
});
export type EventBus = z.infer<typeof EventBus>;

/** The bus of every account; it cannot be removed. */
export const DEFAULT_BUS = 'default';

/** The buses of one engine. */
export type EventBuses = Collection<EventBus> & {
  arnOf(name: string): string;
  /** The name behind a name or an ARN; an ARN of elsewhere stays as it is, so no bus has it. */
  nameOf(nameOrArn: string | undefined): string;
  find(nameOrArn: string | undefined): Promise<EventBus | undefined>;
  /** Throws ResourceNotFoundException. */
  need(nameOrArn: string | undefined): Promise<EventBus>;
};

/** Keeps the buses; the default one exists without having been made. */
export const eventBusesIn = (engine: Engine): EventBuses => {
  const kept = engine.store.collection('events.buses', EventBus);
  const arnStart = `arn:aws:events:${engine.region}:${engine.accountId}:event-bus/`;
  const nameOf = (nameOrArn = DEFAULT_BUS) =>
    nameOrArn.startsWith(arnStart) ? nameOrArn.slice(arnStart.length) : nameOrArn;
  const find = async (nameOrArn: string | undefined) => {
    const name = nameOf(nameOrArn);
    const bus = await kept.get(name);
    if (bus || name !== DEFAULT_BUS) return bus;
    return { name, tags: {}, createdAt: 0, modifiedAt: 0 };
  };
  return {
    ...kept,
    arnOf: (name) => arnStart + name,
    nameOf,
    find,
    async need(nameOrArn) {
      const bus = await find(nameOrArn);
      if (bus) return bus;
      throw new AwsError(
        'ResourceNotFoundException',
        `Event bus ${nameOf(nameOrArn)} does not exist.`,
      );
    },
  };
};
