import type { Command } from 'commander';
import { catalog } from '#events/catalog.ts';
import type { TailedEvent } from '../client/busTail.ts';
import { eventOption } from './eventOption.ts';
import { addEventsReplay } from './eventsReplayCommand.ts';
import { following } from './following.ts';
import { positive } from './numbers.ts';
import { repeated } from './repeated.ts';
import { connected, type Session, type TargetOptions, withTarget } from './session.ts';
import type { Cell, Terminal } from './terminal.ts';

type TailOptions = TargetOptions & { event?: string[]; tenant?: string[]; count?: number };

const partsOf = ({ paint }: Terminal, event: TailedEvent): Cell[] => {
  const { eventId, occurredAt, tenantId, correlationId } = event.detail.metadata;
  const type = event['detail-type'];
  const tone = type.endsWith('Failed') ? 'bad' : 'good';
  const name = paint(tone, type.padEnd(Math.max(...catalog.map((one) => one.type.length))));
  return [occurredAt, name, tenantId, correlationId, eventId];
};

const tail = async (session: Session, options: TailOptions): Promise<void> => {
  const to = await connected(session, options);
  const { event: events = [], tenant: tenants = [], count = Number.POSITIVE_INFINITY } = options;
  const { terminal, json } = to;
  const says = `listening on ${to.outputs.EventBusName} (Ctrl-C ends it)`;
  const take = (event: TailedEvent) =>
    terminal.line(...(json ? [JSON.stringify(event)] : partsOf(terminal, event)));
  await following(to, { events, tenants, count, says, take });
};

/** `events tail` and `events replay`. */
export const addEvents = (program: Command, session: Session) => {
  const events = program
    .command('events')
    .description('Events on the bus.')
    .summary('watch the bus, replay what was on it');
  withTarget(events.command('tail'))
    .description(
      [
        'Prints each event as it comes: time, type, tenant, correlation (the registration’s id), event',
        'id. With --json one event a line. Listens by a rule and a queue of its own, which go when it',
        'ends.',
      ].join(' '),
    )
    .addOption(eventOption())
    .option('--tenant <tenantId>', 'of this tenant only; may be repeated', repeated)
    .option('--count <n>', 'end after so many', positive)
    .addHelpText(
      'after',
      `
Examples:
  $ npx onboard events tail
  $ npx onboard events tail --event TenantProvisioningFailed --json | jq .detail.data`,
    )
    .action((options: TailOptions) => tail(session, options));
  addEventsReplay(events, session);
};
