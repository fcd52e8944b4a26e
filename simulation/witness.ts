import { z } from 'zod';
import type { Disturbance } from '../local/faults.ts';
import type { AwsCall } from '../local/gateway/call.ts';

const Entry = z.object({ Source: z.string(), DetailType: z.string(), Detail: z.string() });
const Published = z.object({ Entries: z.array(Entry) });

/** An event that somebody put on the bus, or tried to. */
export type SeenEvent = z.infer<typeof Entry>;

/** Sees every event that is published, whatever becomes of the call. */
export class Witness {
  readonly events: SeenEvent[] = [];

  readonly disturbance: Disturbance = {
    strike: async (when, call) => {
      if (when === 'before') this.#see(call);
    },
  };

  #see({ service, operation, input }: AwsCall): void {
    if (service !== 'events' || operation !== 'PutEvents') return;
    const published = Published.safeParse(input);
    if (published.success) this.events.push(...published.data.Entries);
  }
}
