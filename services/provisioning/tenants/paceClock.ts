import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { refused, TransientError } from '#shared/errors.ts';
import type { Lane, Reserve } from '../saga/startTimes.ts';

/** Milliseconds between two starts in each lane. */
export type Pace = Readonly<Record<Lane, number>>;

type Deps = { documents: DynamoDBDocumentClient; tableName: string; pace: Pace; now: () => Date };

const Clock = z.object({ nextAt: z.number().optional() });

/** Meetings in mid-air that one call settles. */
const ATTEMPTS = 3;

type Update = { expression: string; condition: string };

/** In a queue, the first of these always succeeds; where nobody waits, the second does. */
const QUEUED: Update = {
  expression: 'SET nextAt = nextAt + :spacing',
  condition: 'nextAt >= :now',
};
const IDLE: Update = {
  expression: 'SET nextAt = :next',
  condition: 'attribute_not_exists(nextAt) OR nextAt < :now',
};

/** When the lane was free before this update; undefined when its condition refused it, 0 when it never was in use. */
const freeAt = async (
  { documents, tableName, pace }: Deps,
  { lane, now }: { lane: Lane; now: number },
  { expression, condition }: Update,
): Promise<number | undefined> => {
  const isQueued = condition === QUEUED.condition;
  const spacing = isQueued ? { ':spacing': pace[lane] } : { ':next': now + pace[lane] };
  const update = new UpdateCommand({
    TableName: tableName,
    Key: { pk: `pace#${lane}` },
    UpdateExpression: expression,
    ConditionExpression: condition,
    ExpressionAttributeValues: { ':now': now, ...spacing },
    ReturnValues: 'UPDATED_OLD',
  });
  const answer = await documents.send(update).catch(refused);
  return answer ? (Clock.parse(answer.Attributes ?? {}).nextAt ?? 0) : undefined;
};

/**
 * One clock a lane, an item each among the claims: it says when the next run may begin. Places are given in
 * the order of the calls. TransientError when it met other changes again and again.
 */
export const paceClock =
  (deps: Deps): Reserve =>
  async (lane) => {
    const reservedAt = deps.now();
    const now = reservedAt.getTime();
    for (let tried = 0; tried < ATTEMPTS; tried += 1) {
      for (const update of [QUEUED, IDLE]) {
        const free = await freeAt(deps, { lane, now }, update);
        if (free === undefined) continue;
        const startsAt = new Date(Math.max(now, Math.ceil(free)));
        const ahead = Math.round((startsAt.getTime() - now) / deps.pace[lane]);
        return { reservedAt, startsAt, ahead };
      }
    }
    throw new TransientError('the clock of starts was changed at the same moment');
  };
