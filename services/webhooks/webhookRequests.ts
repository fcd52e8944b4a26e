import * as z from 'zod';
import { catalog } from '#events/catalog.ts';
import { TenantId } from '#events/fields.ts';
import { pageQuery } from '#shared/page.ts';

const MAX_URL = 2_048;

const types: string[] = [...new Set(catalog.map(({ type }) => type))];

const EventType = z.string().refine((type) => types.includes(type), {
  error: `must be one of ${types.join(', ')}`,
});

export const CreateWebhook = z.object({
  body: z.strictObject({
    url: z.string().max(MAX_URL, `must be at most ${MAX_URL} characters`),
    events: z.array(EventType).min(1, 'must name an event, or be left out for all').optional(),
    tenantId: TenantId.optional(),
    description: z.string().trim().min(1).max(200, 'must be at most 200 characters').optional(),
  }),
});

const WebhookId = z.string().regex(/^[0-9A-Z]{26}$/, 'must be the id of a webhook');
const params = z.object({ webhookId: WebhookId });

export const ListWebhooks = z.object({ query: pageQuery(WebhookId) });
export const OneWebhook = z.object({ params });

const PlaceInLog = z.string().regex(/^[\w#:.-]{26,80}$/);

export const ListDeliveries = z.object({
  params,
  query: pageQuery(PlaceInLog).extend({ status: z.literal('dead').optional() }),
});
