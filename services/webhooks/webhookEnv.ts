import * as z from 'zod';
import { Hosts } from './address.ts';

const Name = z.string().min(1);

/** What every function of the service needs. */
export const WebhookEnv = z.object({ WEBHOOK_TABLE: Name, WEBHOOK_HOSTS: Hosts });

/** What the functions need that send: a suspended tenant's own endpoints get nothing. */
export const SenderEnv = WebhookEnv.extend({ ROUTING_TABLE: Name });
export type SenderEnv = z.infer<typeof SenderEnv>;
