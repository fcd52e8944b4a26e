import type { Command } from 'commander';
import { z } from 'zod';
import { eventOption } from './eventOption.ts';
import { examples } from './examples.ts';
import { positive } from './numbers.ts';
import { listed, noteMore } from './pages.ts';
import { connected, type Session, type TargetOptions, withTarget } from './session.ts';
import { tenantOption } from './tenantOption.ts';
import { addWebhookChanges } from './webhookChanges.ts';
import { addListen } from './webhookListen.ts';
import { WEBHOOK, webhookPath } from './webhookPath.ts';
import {
  Delivery,
  printDeliveries,
  printNewWebhook,
  printWebhook,
  printWebhooks,
  Webhook,
} from './webhookViews.ts';

type ListOptions = TargetOptions & { limit: number };
type DeliveriesOptions = ListOptions & { dead?: boolean };
type RegisterOptions = TargetOptions & { event?: string[]; tenant?: string; description?: string };

const Webhooks = z.object({ webhooks: z.array(Webhook) }).transform(({ webhooks }) => webhooks);
const Deliveries = z
  .object({ deliveries: z.array(Delivery) })
  .transform(({ deliveries }) => deliveries);

const list = async (session: Session, options: ListOptions) => {
  const to = await connected(session, options);
  const webhooks = { path: 'webhooks', entries: Webhooks };
  const { entries, more } = await listed(to, webhooks, options.limit);
  if (to.json) to.terminal.json(entries);
  else printWebhooks(to.terminal, entries);
  noteMore(to, more, entries.length);
};

const show = async (session: Session, webhookId: string, options: TargetOptions) => {
  const to = await connected(session, options);
  printWebhook(to, await to.api.asOperator('GET', webhookPath(webhookId), {}));
};

const register = async (session: Session, url: string, options: RegisterOptions) => {
  const to = await connected(session, options);
  const { event: events, tenant: tenantId, description } = options;
  const body = { url, events, tenantId, description };
  printNewWebhook(to, await to.api.asOperator('POST', 'webhooks', { body }));
};

const deliveries = async (session: Session, webhookId: string, options: DeliveriesOptions) => {
  const to = await connected(session, options);
  const log = {
    path: webhookPath(webhookId, '/deliveries'),
    entries: Deliveries,
    query: { status: options.dead ? 'dead' : undefined },
  };
  const { entries, more } = await listed(to, log, options.limit);
  if (to.json) to.terminal.json(entries);
  else printDeliveries(to.terminal, entries);
  noteMore(to, more, entries.length);
};

const addReading = (webhooks: Command, session: Session) => {
  withTarget(webhooks.command('list'))
    .description('Lists the endpoints, in the order in which they were registered.')
    .option('--limit <n>', 'how many at most', positive, 100)
    .addHelpText('after', examples('webhooks list'))
    .action((options: ListOptions) => list(session, options));
  withTarget(webhooks.command('show'))
    .description('Shows an endpoint; never its secret.')
    .argument('<webhookId>')
    .addHelpText('after', examples(`webhooks show ${WEBHOOK}`))
    .action((id: string, options: TargetOptions) => show(session, id, options));
  withTarget(webhooks.command('deliveries'))
    .summary('what was sent to an endpoint')
    .description('Lists every attempt of the last 30 days to deliver an event, newest first.')
    .argument('<webhookId>')
    .option('--dead', 'what was given up, and waits to be redriven')
    .option('--limit <n>', 'how many at most', positive, 100)
    .addHelpText('after', examples(`webhooks deliveries ${WEBHOOK} --dead`))
    .action((id: string, options: DeliveriesOptions) => deliveries(session, id, options));
};

const addRegister = (webhooks: Command, session: Session) =>
  withTarget(webhooks.command('register'))
    .summary('register an endpoint')
    .description(
      'Registers an endpoint and prints its secret, this once. It gets events once it is verified.',
    )
    .argument('<url>', 'https:// and port 443 or 8443; on a local run also http:// on loopback')
    .addOption(eventOption())
    .addOption(tenantOption('of this tenant only'))
    .option('--description <text>', 'what it is for')
    .addHelpText(
      'after',
      examples('webhooks register https://billing.example.com/events --event TenantProvisioned'),
    )
    .action((url: string, options: RegisterOptions) => register(session, url, options));

/** `webhooks`: endpoints outside AWS that get events. */
export const addWebhooks = (program: Command, session: Session, done: (code: number) => void) => {
  const webhooks = program
    .command('webhooks')
    .summary('endpoints outside AWS that get events')
    .description('Endpoints outside AWS that get events, as signed HTTPS requests.')
    .addHelpText(
      'after',
      examples(
        'webhooks register https://billing.example.com/events --event TenantProvisioned',
        `webhooks verify ${WEBHOOK}`,
        'webhooks listen --forward-to http://127.0.0.1:8080/events',
      ),
    );
  addReading(webhooks, session);
  addRegister(webhooks, session);
  addWebhookChanges(webhooks, session);
  addListen(webhooks, session, done);
};
