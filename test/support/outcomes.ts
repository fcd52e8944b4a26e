import { z } from 'zod';
import type { Disturbance } from '../../local/faults.ts';

const Recorded = z.object({
  Key: z.object({ pk: z.object({ S: z.string().startsWith('registration#') }) }),
  ExpressionAttributeNames: z.record(z.string(), z.string()),
});

type Facts = { provisioned: boolean; admin: boolean };

/** Sees what becomes of registrations as it is recorded, without a question that costs the engine time. */
export class Outcomes {
  /** When each registration had come to its end, by `performance.now()`. */
  readonly activeAt = new Map<string, number>();
  readonly failed = new Set<string>();
  readonly #facts = new Map<string, Facts>();

  readonly disturbance: Disturbance = {
    strike: async (when, { service, operation, input }) => {
      if (when === 'before' || service !== 'dynamodb' || operation !== 'UpdateItem') return;
      const recorded = Recorded.safeParse(input);
      if (recorded.success) this.#record(recorded.data);
    },
  };

  #record({ Key, ExpressionAttributeNames }: z.infer<typeof Recorded>): void {
    const id = Key.pk.S.slice('registration#'.length);
    const names = Object.values(ExpressionAttributeNames);
    const known = this.#facts.get(id) ?? { provisioned: false, admin: false };
    const facts = {
      provisioned: known.provisioned || names.includes('provisionedEventId'),
      admin: known.admin || names.includes('adminCreatedEventId'),
    };
    if (names.includes('failedEventId')) this.failed.add(id);
    if (!facts.provisioned || !facts.admin) {
      this.#facts.set(id, facts);
    } else {
      this.#facts.delete(id);
      if (!this.activeAt.has(id)) this.activeAt.set(id, performance.now());
    }
  }
}
