import * as z from 'zod';
import type { Endpoint } from './endpoint.ts';
import { goodHealth, Track, trackOf } from './health.ts';

/** Asks for a visit to an endpoint. It says nothing of what waits there, so one too many does no harm. */
export const Wake = z.object({ webhookId: z.string(), track: Track });
export type Wake = z.infer<typeof Wake>;

/** Sends wakes, which are taken after so many seconds; 900 at most. */
export type SendWakes = (wakes: readonly Wake[], delaySeconds?: number) => Promise<void>;

/** The wake that an endpoint is to have as it stands. */
export const wakeOf = ({ webhookId, health }: Endpoint): Wake => ({
  webhookId,
  track: trackOf(health ?? goodHealth),
});
