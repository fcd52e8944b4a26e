import * as z from 'zod';
import { Hosts } from './address.ts';

/** What every function of the service needs. */
export const TableEnv = z.object({ WEBHOOK_TABLE: z.string().min(1) });

/** What a function needs that posts. */
export const PostingEnv = TableEnv.extend({ WEBHOOK_HOSTS: Hosts });

/** What a function needs that delivers: a suspended tenant's own endpoints get nothing. */
export const DeliverEnv = PostingEnv.extend({ ROUTING_TABLE: z.string().min(1) });

/** What a function needs that takes events in, and forgets tenants that have left. */
export const FanOutEnv = TableEnv.extend({
  ROUTING_TABLE: z.string().min(1),
  EVENT_BUS_NAME: z.string().min(1),
});

/** What a function needs that wakes endpoints: the queues of both tracks. */
export const WakingEnv = z.object({ STEADY_QUEUE_URL: z.url(), TROUBLED_QUEUE_URL: z.url() });
