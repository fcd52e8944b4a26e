import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { TransientError, valueWhen } from '#shared/errors.ts';
import type { PaceEnv } from '../provisioningEnv.ts';
import { type Place, type Reserve, waitOf } from '../saga/startTimes.ts';

type Table = { documents: DynamoDBDocumentClient; tableName: string };

type Deps<Lane extends string> = Table & {
  /** Places in a second, in each lane. */
  pace: Readonly<Record<Lane, number>>;
  /** No queue is longer, in milliseconds: a clock that says so was set by a process whose own clock was ahead. */
  longest: number;
  now: () => Date;
};

const Clock = z.object({ nextAt: z.number().default(0) });

/** Calls that met in mid-air, after which somebody else tries again. */
const ATTEMPTS = 3;

const DAY_MS = 24 * 3_600_000;

type Update = { expression: string; condition: string; values: Record<string, number> };

/** In a queue the first of these always succeeds; where nobody waits, the second does. */
const updatesAt = (now: number, until: number, spacing: number): Update[] => [
  {
    expression: 'SET nextAt = nextAt + :spacing',
    condition: 'nextAt BETWEEN :now AND :until',
    values: { ':spacing': spacing, ':now': now, ':until': until },
  },
  {
    expression: 'SET nextAt = :next',
    condition: 'attribute_not_exists(nextAt) OR NOT nextAt BETWEEN :now AND :until',
    values: { ':next': now + spacing, ':now': now, ':until': until },
  },
];

const notNow = valueWhen(undefined, 'ConditionalCheckFailedException');

/** When the lane was free before this update; undefined when its condition refused it. */
const freeBefore = async (
  { documents, tableName }: Table,
  lane: string,
  { expression, condition, values }: Update,
): Promise<number | undefined> => {
  const update = new UpdateCommand({
    TableName: tableName,
    Key: { pk: `pace#${lane}` },
    UpdateExpression: expression,
    ConditionExpression: condition,
    ExpressionAttributeValues: values,
    ReturnValues: 'UPDATED_OLD',
  });
  const answer = await documents.send(update).catch(notNow);
  return answer && Clock.parse(answer.Attributes ?? {}).nextAt;
};

/**
 * One clock a lane, an item each among the claims: it says when the next one may begin. Places are given in
 * the order of the calls. TransientError when it met other changes again and again.
 */
export const paceClock = <Lane extends string>({ pace, longest, now, ...table }: Deps<Lane>) => {
  const reserve = async (lane: Lane): Promise<Place | undefined> => {
    const reservedAt = now().getTime();
    const spacing = 1_000 / pace[lane];
    const until = reservedAt + longest;
    for (const update of updatesAt(reservedAt, until, spacing)) {
      const free = await freeBefore(table, lane, update);
      if (free === undefined) continue;
      const startsAt = free > until ? reservedAt : Math.max(reservedAt, Math.ceil(free));
      const ahead = Math.round((startsAt - reservedAt) / spacing);
      return { reservedAt: new Date(reservedAt), startsAt: new Date(startsAt), ahead };
    }
    return undefined;
  };
  return async (lane: Lane): Promise<Place> => {
    for (let tried = 0; tried < ATTEMPTS; tried += 1) {
      const place = await reserve(lane);
      if (place) return place;
    }
    throw new TransientError('the clock of starts was changed at the same moment');
  };
};

/** The clocks by which runs of a deployment begin. */
export const startClock = (
  documents: DynamoDBDocumentClient,
  settings: z.infer<typeof PaceEnv>,
): Reserve =>
  paceClock({
    documents,
    tableName: settings.CLAIM_TABLE,
    pace: { pool: settings.POOL_STARTS_PER_SECOND, silo: settings.SILO_STARTS_PER_SECOND },
    longest: 7 * DAY_MS,
    now: () => new Date(),
  });

/**
 * The longest queue of keys: they come at the pace at which onboardings begin, so that one waits for a few others at
 * most. A place that is further off was set by a clock that was ahead.
 */
const LONGEST_TURN_MS = 10_000;

/**
 * Waits until this account may add a key to a usage plan, by timers alone: clocks step. AWS lets it add one at a time, and does
 * not say how long that takes: turns come as fast as onboardings begin.
 */
export const usagePlanTurns = (
  documents: DynamoDBDocumentClient,
  settings: z.infer<typeof PaceEnv>,
) => {
  const { CLAIM_TABLE: tableName, POOL_STARTS_PER_SECOND, SILO_STARTS_PER_SECOND } = settings;
  const pace = { usagePlanKeys: POOL_STARTS_PER_SECOND + SILO_STARTS_PER_SECOND };
  const now = () => new Date();
  const reserve = paceClock({ documents, tableName, pace, longest: LONGEST_TURN_MS, now });
  return async (): Promise<void> => {
    const wait = waitOf(await reserve('usagePlanKeys'));
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  };
};
