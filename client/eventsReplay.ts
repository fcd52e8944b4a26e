import {
  DescribeArchiveCommand,
  DescribeReplayCommand,
  type DescribeReplayCommandOutput,
  DescribeRuleCommand,
  type EventBridgeClient,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  ResourceNotFoundException,
  StartReplayCommand,
} from '@aws-sdk/client-eventbridge';
import { ulid } from 'ulid';
import { Failure } from './failure.ts';
import { replayPattern, type Selection } from './replayPattern.ts';
import { clearReplayRules, removeRule, ruleNames } from './replayRules.ts';

/** What to send again, and to whom. Events are chosen by their time, both ends included. */
export type ReplayRequest = Selection & { subscriber: string; from: Date; to: Date };

export type ReplayMeans = {
  client: EventBridgeClient;
  busName: string;
  /** Waits: a minute for a new rule to take effect on AWS, then between looks at the replay. */
  pause(milliseconds: number): Promise<void>;
  now(): number;
};

/** How a replay ended: `COMPLETED`, or what EventBridge says instead. */
export type ReplayOutcome = { replayName: string; state: string; reason?: string };

/** A rule may take this long to take effect; a replay that begins before would miss events. */
const RULE_SETTLES_MS = 60_000;
const LOOK_EVERY_MS = 2_000;
const UNDER_WAY = ['STARTING', 'RUNNING', 'CANCELLING'];

/** What a subscriber listens to, and where its events go. */
const subscriptionOf = async (means: ReplayMeans, subscriber: string) => {
  const { client, busName: EventBusName } = means;
  const Name = `subscriber-${subscriber}`;
  try {
    const { EventPattern = '' } = await client.send(
      new DescribeRuleCommand({ Name, EventBusName }),
    );
    const list = new ListTargetsByRuleCommand({ Rule: Name, EventBusName });
    return { pattern: EventPattern, targets: (await client.send(list)).Targets ?? [] };
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    const names = await ruleNames(means, 'subscriber-');
    const known = names.map((name) => name.replace('subscriber-', ''));
    const others = known.length > 0 ? `there are: ${known.join(', ')}` : 'there is none';
    throw new Failure(`no subscriber is called ${subscriber}; ${others}`, { cause: error });
  }
};

/** Makes the rule that leads this replay, and nothing else, to the subscriber. */
const makeRule = async (means: ReplayMeans, replayName: string, request: ReplayRequest) => {
  const { client, busName: EventBusName } = means;
  const { pattern, targets: Targets } = await subscriptionOf(means, request.subscriber);
  const EventPattern = replayPattern(pattern, replayName, request);
  const rule = new PutRuleCommand({ Name: replayName, EventBusName, EventPattern });
  const { RuleArn = '' } = await client.send(rule);
  await client.send(new PutTargetsCommand({ Rule: replayName, EventBusName, Targets }));
  return RuleArn;
};

const start = async ({ client, busName }: ReplayMeans, request: ReplayRequest, rule: string) => {
  const find = new DescribeArchiveCommand({ ArchiveName: busName });
  const { ArchiveArn, EventSourceArn } = await client.send(find);
  await client.send(
    new StartReplayCommand({
      ReplayName: rule.split('/').at(-1),
      EventSourceArn: ArchiveArn,
      EventStartTime: request.from,
      EventEndTime: request.to,
      Destination: { Arn: EventSourceArn, FilterArns: [rule] },
    }),
  );
};

const ended = async ({ client, pause }: ReplayMeans, ReplayName: string) => {
  for (;;) {
    const look = new DescribeReplayCommand({ ReplayName });
    const replay: DescribeReplayCommandOutput = await client.send(look);
    if (!UNDER_WAY.includes(replay.State ?? '')) return replay;
    await pause(LOOK_EVERY_MS);
  }
};

/**
 * Sends archived events to one subscriber again, and resolves when the replay has ended.
 *
 * EventBridge chooses what to replay by time alone, and whom to by rule. So the replay gets a rule of
 * its own: the subscriber's targets with their dead-letter queue, and its pattern narrowed to the
 * events, the tenant and this replay's name. The replay is filtered to that rule, so no other
 * subscriber sees anything; no live event bears a `replay-name`, so the subscriber gets nothing twice
 * from it. A subscription admits to its target, beside its own rule, only rules called
 * `replay.<subscriber>.…`.
 *
 * The rule outlives its replay by a day, as long as EventBridge retries what the target refuses; a
 * later replay clears it away. Delivery is at least once and unordered, as ever: consumers dedupe by
 * `eventId`. An event reaches the archive up to ten minutes after it was published.
 */
export const replayEvents =
  (means: ReplayMeans) =>
  async (request: ReplayRequest): Promise<ReplayOutcome> => {
    await clearReplayRules(means, means.now());
    const replayName = `replay.${request.subscriber}.${ulid(means.now())}`;
    const rule = await makeRule(means, replayName, request);
    await means.pause(RULE_SETTLES_MS);
    try {
      await start(means, request, rule);
    } catch (error) {
      await removeRule(means, replayName);
      throw error;
    }
    const { State: state = '', StateReason: reason } = await ended(means, replayName);
    return { replayName, state, ...(reason !== undefined && { reason }) };
  };
