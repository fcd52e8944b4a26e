import {
  DeleteRuleCommand,
  DescribeReplayCommand,
  type EventBridgeClient,
  ListRulesCommand,
  type ListRulesCommandOutput,
  ListTargetsByRuleCommand,
  RemoveTargetsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-eventbridge';
import { decodeTime } from 'ulid';

export type RulesOf = { client: EventBridgeClient; busName: string };

/** What `replayEvents` calls its rules: by the subscriber and a ULID. */
const OURS = /^replay\.[a-z0-9-]+\.[0-9A-HJKMNP-TV-Z]{26}$/;

/** As long as EventBridge retries a delivery. */
const RETRIED_FOR_MS = 86_400_000;

/** The names of a bus's rules that begin so. */
export const ruleNames = async (
  { client, busName }: RulesOf,
  NamePrefix: string,
): Promise<string[]> => {
  const names: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = { EventBusName: busName, NamePrefix, NextToken };
    const answer: ListRulesCommandOutput = await client.send(new ListRulesCommand(page));
    names.push(...(answer.Rules ?? []).flatMap(({ Name }) => Name ?? []));
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
  return names;
};

/** Removes a rule with its targets. */
export const removeRule = async (
  { client, busName: EventBusName }: RulesOf,
  Name: string,
): Promise<void> => {
  const list = new ListTargetsByRuleCommand({ Rule: Name, EventBusName });
  const Ids = ((await client.send(list)).Targets ?? []).flatMap(({ Id }) => Id ?? []);
  if (Ids.length > 0) {
    await client.send(new RemoveTargetsCommand({ Rule: Name, EventBusName, Ids }));
  }
  await client.send(new DeleteRuleCommand({ Name, EventBusName }));
};

/** When a replay ended; when its rule was made, for one that never began. */
const lastUseOf = async ({ client }: RulesOf, name: string): Promise<number | undefined> => {
  try {
    const { ReplayEndTime } = await client.send(new DescribeReplayCommand({ ReplayName: name }));
    return ReplayEndTime?.getTime();
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    return decodeTime(name.split('.').at(-1) ?? '');
  }
};

/** Removes the rules of replays that ended so long ago that nothing of them is delivered any more. */
export const clearReplayRules = async (of: RulesOf, now: number): Promise<void> => {
  for (const name of (await ruleNames(of, 'replay.')).filter((each) => OURS.test(each))) {
    const lastUse = await lastUseOf(of, name);
    if (lastUse !== undefined && lastUse + RETRIED_FOR_MS < now) await removeRule(of, name);
  }
};
