import { z } from 'zod';
import type { AwsCall, Disturbance } from '#engine';

const Entry = z.object({ Source: z.string(), DetailType: z.string(), Detail: z.string() });
const Published = z.object({ Entries: z.array(Entry) });

/** An event that somebody put on the bus, or tried to put there. */
export type SeenEvent = z.infer<typeof Entry>;

const entriesOf = ({ service, operation, input }: AwsCall): SeenEvent[] => {
  if (service !== 'events' || operation !== 'PutEvents') return [];
  const published = Published.safeParse(input);
  return published.success ? published.data.Entries : [];
};

/** Sees every event that is published. */
export class Witness {
  /** Whatever became of the call. */
  readonly tried: SeenEvent[] = [];
  /** Those that were on the bus, whoever heard of it. */
  readonly published: SeenEvent[] = [];
  /** To be told of each of those. */
  told: ((event: SeenEvent) => void) | undefined;

  readonly disturbance: Disturbance = {
    strike: async (when, call) => {
      const entries = entriesOf(call);
      const seen = when === 'before' ? this.tried : this.published;
      seen.push(...entries);
      if (when === 'after') for (const entry of entries) this.told?.(entry);
    },
  };
}
