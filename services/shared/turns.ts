import {
  type DynamoDBDocumentClient,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { refused } from './errors.ts';

/** One act of somebody who may do so many in a time. */
export type Turn = {
  /** Who is counted, and for what: the row of the count. */
  who: string;
  /** Tells this act from any other: one that comes again takes no second place. */
  id: string;
  most: number;
  /** From one beginning to the next, for everybody alike. */
  windowSeconds: number;
};

/** Takes a turn; answers in how many seconds there may be one where there is none left. */
export type TakeTurn = (turn: Turn) => Promise<number | undefined>;

type Table = { documents: DynamoDBDocumentClient; tableName: string; now: () => Date };

const updated = async (
  { documents, tableName }: Table,
  { who }: Turn,
  update: Omit<UpdateCommandInput, 'TableName' | 'Key'>,
): Promise<boolean> => {
  const Key = { pk: `rate#${who}` };
  const send = documents.send(new UpdateCommand({ TableName: tableName, Key, ...update }));
  return send.then(() => true, refused);
};

const names = { '#window': 'window', '#turns': 'turns' };

/** The window of the present, and the latest in which another clock may be. */
type Present = { window: number; latest: number };

/** One more in the time that the row is of, while it has room. */
const joined = (table: Table, turn: Turn, { window }: Present): Promise<boolean> =>
  updated(table, turn, {
    UpdateExpression: 'ADD #turns :turn',
    ConditionExpression: '#window = :window AND (size(#turns) < :most OR contains(#turns, :id))',
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: {
      ':window': window,
      ':most': turn.most,
      ':id': turn.id,
      ':turn': new Set([turn.id]),
    },
  });

/** Clocks differ by less; a row of a time that is further off was set by a clock that was ahead. */
const SKEW_SECONDS = 60;

/**
 * The first one of a new time: the row is of that time from now on. What a clock has set that was ahead gives way, too:
 * it would stop everybody until then.
 */
const opened = (table: Table, turn: Turn, { window, latest }: Present): Promise<boolean> =>
  updated(table, turn, {
    UpdateExpression: `SET #window = :window, #turns = :turn, expiresAt = :end`,
    ConditionExpression: 'attribute_not_exists(#window) OR #window < :window OR #window > :latest',
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: {
      ':window': window,
      ':latest': latest,
      ':turn': new Set([turn.id]),
      ':end': (window + 1) * turn.windowSeconds,
    },
  });

/**
 * Counts acts in the present window of time, in one row of a table for each who is counted; a table whose items
 * expire by `expiresAt` drops rows of times that are over. Of two who open a window together, the second joins it.
 */
export const turnsIn =
  (table: Table): TakeTurn =>
  async (turn) => {
    const seconds = table.now().getTime() / 1_000;
    const windowAt = (time: number) => Math.floor(time / turn.windowSeconds);
    const present = { window: windowAt(seconds), latest: windowAt(seconds + SKEW_SECONDS) };
    for (const take of [joined, opened, joined]) {
      if (await take(table, turn, present)) return undefined;
    }
    return Math.ceil((present.window + 1) * turn.windowSeconds - seconds);
  };
