import * as z from 'zod';
import { Hosts } from './address.ts';

/** What every function of the service needs. */
export const WebhookEnv = z.object({ WEBHOOK_TABLE: z.string().min(1), WEBHOOK_HOSTS: Hosts });
