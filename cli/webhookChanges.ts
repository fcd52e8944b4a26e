import type { Command } from 'commander';
import { z } from 'zod';
import { agree, type ConsentOptions, withConsent } from './consent.ts';
import { examples } from './examples.ts';
import {
  type Connected,
  connected,
  type Session,
  type TargetOptions,
  withTarget,
} from './session.ts';
import { WEBHOOK, webhookPath } from './webhookPath.ts';
import { printNewSecret, printWebhook } from './webhookViews.ts';

const Redriven = z.object({ redriven: z.number(), more: z.boolean() });

type Change = {
  /** How the command is called. */
  name: string;
  says: string;
  method: string;
  below: string;
  /** What is asked about before. */
  asks?: string;
  print(to: Connected, answer: unknown, webhookId: string): void;
};

const printRedriven = ({ terminal, json }: Connected, answer: unknown): void => {
  const { redriven, more } = Redriven.parse(answer);
  if (json) terminal.json({ redriven, more });
  else terminal.line(`${redriven} will be sent again`);
  if (more) terminal.note('… there are more: redrive again');
};

const printRemoved = ({ terminal, json }: Connected, _answer: unknown, webhookId: string) => {
  if (json) terminal.json({ webhookId, removed: true });
  else terminal.line(`${webhookId} gets no more events`);
};

const CHANGES: readonly Change[] = [
  {
    name: 'verify',
    says: 'Has an endpoint answer a challenge; a pending one gets events from then on.',
    method: 'POST',
    below: '/verify',
    print: printWebhook,
  },
  {
    name: 'enable',
    says: 'Lets an endpoint that its own 410 has disabled have events again.',
    method: 'POST',
    below: '/enable',
    print: printWebhook,
  },
  {
    name: 'rotate',
    says: 'Prints a new secret, this once. Those before sign beside it for a day.',
    method: 'POST',
    below: '/secret',
    asks: 'changing the secret of webhook',
    print: printNewSecret,
  },
  {
    name: 'redrive',
    says: 'Sends up to 100 dead letters of an endpoint again, oldest first.',
    method: 'POST',
    below: '/redrive',
    asks: 'sending dead letters again to webhook',
    print: printRedriven,
  },
  {
    name: 'remove',
    says: 'Removes an endpoint, and what waits for it.',
    method: 'DELETE',
    below: '',
    asks: 'removing webhook',
    print: printRemoved,
  },
];

const change =
  (session: Session, { method, below, asks, print }: Change) =>
  async (webhookId: string, options: TargetOptions & ConsentOptions): Promise<void> => {
    const to = await connected(session, options);
    if (asks !== undefined) await agree(to, options, `${asks} ${webhookId}`);
    print(to, await to.api.asOperator(method, webhookPath(webhookId, below), {}), webhookId);
  };

/** What is done to one endpoint. */
export const addWebhookChanges = (webhooks: Command, session: Session) => {
  for (const one of CHANGES) {
    const command = withTarget(webhooks.command(one.name));
    (one.asks === undefined ? command : withConsent(command))
      .description(one.says)
      .argument('<webhookId>')
      .addHelpText('after', examples(`webhooks ${one.name} ${WEBHOOK}`))
      .action(change(session, one));
  }
};
