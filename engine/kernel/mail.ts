import { z } from 'zod';
import type { Clock } from './clock.ts';
import type { Random } from './random.ts';
import type { Store } from './store.ts';

/** A message that AWS would have e-mailed. `at` is ISO 8601 UTC. */
export const Message = z.object({
  to: z.string(),
  /** Set where the sender chose it: what SES sends. */
  from: z.string().optional(),
  subject: z.string(),
  body: z.string(),
  /** The HTML body, where there is one. */
  html: z.string().optional(),
  at: z.iso.datetime(),
});
export type Message = z.infer<typeof Message>;

/** Keeps what would be e-mailed, so that a person or a test can read it. */
export type Mail = {
  send(message: Omit<Message, 'at'>): Promise<void>;
  /** Newest first; addresses compare without case. */
  to(address: string): Promise<Message[]>;
};

const ADDRESS_END = '\u0001';

const folder = (address: string): string => address.toLowerCase() + ADDRESS_END;

/** The mailbox of one engine. */
export const mailbox = (deps: { store: Store; clock: Clock; random: Random }): Mail => {
  const messages = deps.store.collection('mail', Message);
  return {
    async send(message) {
      const at = new Date(deps.clock.now()).toISOString();
      await messages.put(folder(message.to) + at + deps.random.uuid(), { ...message, at });
    },
    async to(address) {
      const found = await messages.list({ prefix: folder(address), reverse: true });
      return found.map((entry) => entry.value);
    },
  };
};
