import { setTimeout as pause } from 'node:timers/promises';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { type Command, InvalidArgumentError } from 'commander';
import { replayEvents } from '../client/eventsReplay.ts';
import { Failure } from '../client/failure.ts';
import { awsConfig } from '../client/target.ts';
import { agree, type ConsentOptions, withConsent } from './consent.ts';
import { eventOption } from './eventOption.ts';
import { connected, type Session, type TargetOptions, withTarget } from './session.ts';

type ReplayOptions = TargetOptions &
  ConsentOptions & {
    subscriber: string;
    from: Date;
    to: Date;
    event?: string[];
    tenant?: string;
  };

const time = (text: string): Date => {
  const at = new Date(text);
  if (!Number.isNaN(at.getTime())) return at;
  throw new InvalidArgumentError('It must be a time, e.g. 2026-01-05T09:00:00Z.');
};

/** A local run takes a new rule at once; only AWS needs the time that the replay allows it. */
const pauseFor = (isLocal: boolean) => (milliseconds: number) =>
  pause(isLocal ? Math.min(milliseconds, 500) : milliseconds).then(() => {});

const replay = async (session: Session, options: ReplayOptions): Promise<void> => {
  const target = await connected(session, options);
  const { terminal, outputs, json } = target;
  const { subscriber, from, to, event: events, tenant: tenantId } = options;
  const means = {
    client: new EventBridgeClient(awsConfig(outputs)),
    busName: outputs.EventBusName,
    pause: pauseFor(outputs.AwsEndpoint !== undefined),
    now: () => Date.now(),
  };
  const chosen = { ...(events && { events }), ...(tenantId !== undefined && { tenantId }) };
  await agree(target, options, `replaying events to ${subscriber}`);
  terminal.note(`replaying to ${subscriber}, and to nobody else`);
  const outcome = await replayEvents(means)({ subscriber, from, to, ...chosen });
  if (json) terminal.json(outcome);
  else terminal.line(`${outcome.replayName}  ${outcome.state}`);
  if (outcome.state !== 'COMPLETED') {
    throw new Failure(
      `the replay ended as ${outcome.state}: ${outcome.reason ?? 'no reason given'}`,
    );
  }
};

/** `events replay`. */
export const addEventsReplay = (events: Command, session: Session) =>
  withConsent(withTarget(events.command('replay')))
    .description(
      'Sends archived events to one subscriber again, and to nobody else. Consumers dedupe by eventId.',
    )
    .requiredOption('--subscriber <name>', 'the name of its TenantEventSubscription')
    .requiredOption('--from <time>', 'events from this time on, ISO 8601', time)
    .requiredOption('--to <time>', 'up to this time, ISO 8601', time)
    .addOption(eventOption())
    .option('--tenant <tenantId>', 'of this tenant only')
    .addHelpText(
      'after',
      `
Example:
  $ npx onboard events replay --subscriber billing --from 2026-01-05T09:00:00Z --to 2026-01-05T12:00:00Z`,
    )
    .action((options: ReplayOptions) => replay(session, options));
