import { z } from 'zod';
import type { Connected } from './session.ts';
import type { Cell, Terminal, Tone } from './terminal.ts';

/** An endpoint, as the API shows it. */
export const Webhook = z.looseObject({
  webhookId: z.string(),
  url: z.string(),
  events: z.array(z.string()).optional(),
  tenantId: z.string().optional(),
  description: z.string().optional(),
  status: z.string(),
  createdAt: z.string(),
});
type Webhook = z.infer<typeof Webhook>;

/** The answers that hold a secret, which no other one does. */
const NewSecret = z.looseObject({ secret: z.string() });
const NewWebhook = Webhook.extend(NewSecret.shape);

/** An attempt to deliver an event, as the API shows it. */
export const Delivery = z.looseObject({
  eventId: z.string(),
  type: z.string(),
  tenantId: z.string(),
  attempt: z.number(),
  status: z.string(),
  at: z.string(),
  next: z.string().optional(),
  httpStatus: z.number().optional(),
  problem: z.string().optional(),
});
type Delivery = z.infer<typeof Delivery>;

const TONES: Record<string, Tone> = {
  enabled: 'good',
  disabled: 'bad',
  delivered: 'good',
  dead: 'bad',
};

const painted = ({ paint }: Terminal, status: string): Cell =>
  paint(TONES[status] ?? 'busy', status);

const eventsOf = ({ events }: Webhook): string => events?.join(', ') ?? 'all';

/** Endpoints as a table, one a row. */
export const printWebhooks = (terminal: Terminal, webhooks: readonly Webhook[]): void =>
  terminal.table(
    ['WEBHOOK', 'URL', 'EVENTS', 'TENANT', 'STATUS'],
    webhooks.map((webhook) => [
      webhook.webhookId,
      webhook.url,
      eventsOf(webhook),
      webhook.tenantId ?? 'all',
      painted(terminal, webhook.status),
    ]),
  );

const rowsOf = (terminal: Terminal, webhook: Webhook): Cell[][] => [
  ['webhook', webhook.webhookId],
  ['url', webhook.url],
  ['events', eventsOf(webhook)],
  ['tenant', webhook.tenantId ?? 'all'],
  ...(webhook.description === undefined ? [] : [['for', webhook.description]]),
  ['status', painted(terminal, webhook.status)],
  ['since', webhook.createdAt],
];

/** One endpoint. */
export const printWebhook = ({ terminal, json }: Connected, answer: unknown): void => {
  const webhook = Webhook.parse(answer);
  if (json) terminal.json(webhook);
  else terminal.table([], rowsOf(terminal, webhook));
};

const ONCE = 'the secret is shown here and never again';

/** An endpoint that was just registered: the secret is no part of it later. */
export const printNewWebhook = ({ terminal, json }: Connected, answer: unknown): void => {
  const webhook = NewWebhook.parse(answer);
  if (json) terminal.json(webhook);
  else terminal.table([], [...rowsOf(terminal, webhook), ['secret', webhook.secret]]);
  terminal.note(`${ONCE}; webhooks verify ${webhook.webhookId} lets events in`);
};

/** The secret that an endpoint has from now on. */
export const printNewSecret = ({ terminal, json }: Connected, answer: unknown): void => {
  const given = NewSecret.parse(answer);
  if (json) terminal.json(given);
  else terminal.line(given.secret);
  terminal.note(`${ONCE}; the one before signs beside it for a day`);
};

/** Attempts as a table, one a row. */
export const printDeliveries = (terminal: Terminal, deliveries: readonly Delivery[]): void =>
  terminal.table(
    ['AT', 'EVENT', 'TYPE', 'TENANT', 'ATTEMPT', 'STATUS', 'ANSWER', 'NEXT'],
    deliveries.map((delivery) => [
      delivery.at,
      delivery.eventId,
      delivery.type,
      delivery.tenantId,
      String(delivery.attempt),
      painted(terminal, delivery.status),
      delivery.problem ?? String(delivery.httpStatus ?? ''),
      delivery.next ?? '',
    ]),
  );
