import { z } from 'zod';
import { AwsError } from '../../../endpoint/errors.ts';
import { operation } from '../../../endpoint/service.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import { Paging, pageOf } from '../page.ts';
import type { Parts } from '../parts.ts';
import { isUnderWay, type Replay } from './replay.ts';
import type { Replayer } from './replayer.ts';

const ReplayName = z.string().regex(/^[.\-_A-Za-z0-9]{1,64}$/);
const Named = z.strictObject({ ReplayName });

/** Epoch seconds, as the SDK sends a Date; ISO 8601 in calls that have no Date. */
const Time = z
  .union([z.number(), z.iso.datetime({ offset: true })])
  .transform((time) => (typeof time === 'number' ? time * 1000 : Date.parse(time)));

const StartReplay = Named.extend({
  Description: z.string().max(512).optional(),
  EventSourceArn: z.string(),
  EventStartTime: Time,
  EventEndTime: Time,
  Destination: z.strictObject({ Arn: z.string(), FilterArns: z.array(z.string()).optional() }),
});
type StartReplay = z.infer<typeof StartReplay>;

const ListReplays = Paging.extend({
  EventSourceArn: z.string().optional(),
  State: z.string().optional(),
});

const MOST_AT_ONCE = 10;

const wrong = (parameter: string, reason: string): AwsError =>
  new AwsError('ValidationException', `Parameter ${parameter} is not valid. Reason: ${reason}`);

const summary = ({ archives }: Parts, replay: Replay): JsonObject => ({
  ReplayName: replay.name,
  EventSourceArn: archives.arnOf(replay.archive),
  State: replay.state,
  StateReason: replay.stateReason,
  EventStartTime: replay.from / 1000,
  EventEndTime: replay.to / 1000,
  EventLastReplayedTime: replay.reached && replay.reached.time / 1000,
  ReplayStartTime: replay.startedAt / 1000,
  ReplayEndTime: replay.endedAt === undefined ? undefined : replay.endedAt / 1000,
});

const described = (parts: Parts, replay: Replay): JsonObject => ({
  ...summary(parts, replay),
  ReplayArn: parts.replays.arnOf(replay.name),
  Description: replay.description,
  Destination: { Arn: parts.buses.arnOf(replay.bus), FilterArns: replay.rules },
});

const sourceOf = async ({ archives }: Parts, arn: string) => {
  const name = /^arn:aws:events:[^:]+:\d{12}:archive\/(.+)$/.exec(arn)?.[1];
  if (name === undefined) throw wrong('EventSourceArn', 'Must contain an archive ARN.');
  const archive = await archives.find(name);
  if (archive) return archive;
  throw wrong('EventSourceArn', `Archive ${name} does not exist.`);
};

const checkRules = (parts: Parts, bus: string, arns: readonly string[]): void => {
  const start = parts.rules.arnOf({ bus, name: '' });
  const foreign = arns.find((arn) => !arn.startsWith(start));
  if (foreign === undefined) return;
  throw wrong('Destination.FilterArns', `${foreign} is not a rule of the destination.`);
};

const replayOf = async (parts: Parts, input: StartReplay): Promise<Replay> => {
  const archive = await sourceOf(parts, input.EventSourceArn);
  const { Arn: destination, FilterArns: rules } = input.Destination;
  if (destination !== parts.buses.arnOf(archive.bus)) {
    throw wrong('Destination.Arn', 'Cross event bus replay is not permitted.');
  }
  checkRules(parts, archive.bus, rules ?? []);
  if (input.EventStartTime >= input.EventEndTime) {
    throw wrong('EventEndTime', 'EventStartTime must be before EventEndTime.');
  }
  return {
    name: input.ReplayName,
    description: input.Description,
    archive: archive.name,
    bus: archive.bus,
    ...(rules && rules.length > 0 && { rules }),
    from: input.EventStartTime,
    to: input.EventEndTime,
    state: 'STARTING',
    startedAt: parts.engine.clock.now(),
  };
};

const start = async (parts: Parts, input: StartReplay): Promise<JsonObject> => {
  const { replays, engine } = parts;
  const name = input.ReplayName;
  const known = await replays.list();
  if (known.some((other) => other.name === name)) {
    throw new AwsError('ResourceAlreadyExistsException', `Replay ${name} already exists.`);
  }
  if (known.filter(isUnderWay).length >= MOST_AT_ONCE) {
    throw new AwsError('LimitExceededException', 'Too many replays are under way.');
  }
  const replay = await replayOf(parts, input);
  await parts.archives.sweep();
  await engine.store.batch([replays.putting(replay)]);
  return {
    ReplayArn: replays.arnOf(name),
    State: replay.state,
    ReplayStartTime: replay.startedAt / 1000,
  };
};

const cancel = async ({ replays, engine }: Parts, name: string): Promise<JsonObject> => {
  const replay = await replays.need(name);
  if (replay.state !== 'STARTING' && replay.state !== 'RUNNING') {
    throw new AwsError(
      'IllegalStatusException',
      `Replay ${name} is not in a valid state for this operation.`,
    );
  }
  await engine.store.batch([replays.putting({ ...replay, state: 'CANCELLING' })]);
  return { ReplayArn: replays.arnOf(name), State: 'CANCELLING' };
};

const list = async (parts: Parts, input: z.infer<typeof ListReplays>): Promise<JsonObject> => {
  const { EventSourceArn: source, State: state, ...paging } = input;
  const wanted = (await parts.replays.list()).filter(
    (replay) =>
      (source === undefined || parts.archives.arnOf(replay.archive) === source) &&
      (state === undefined || replay.state === state),
  );
  const { page, ...rest } = pageOf(wanted, paging);
  return { Replays: page.map((replay) => summary(parts, replay)), ...rest };
};

/** Replays of archived events: to all rules of their bus, or to those that are named. */
export const replayOperations = (parts: Parts, replayer: Replayer) => ({
  StartReplay: operation(StartReplay, async (input) => {
    const answer = await parts.turns.take('replays', () => start(parts, input));
    replayer.run(input.ReplayName);
    return answer;
  }),
  DescribeReplay: operation(Named, async (input) =>
    described(parts, await parts.replays.need(input.ReplayName)),
  ),
  CancelReplay: operation(Named, (input) =>
    parts.turns.take(`replay/${input.ReplayName}`, () => cancel(parts, input.ReplayName)),
  ),
  ListReplays: operation(ListReplays, (input) => list(parts, input)),
});
