import {
  type DynamoDBDocumentClient,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { refused } from '#shared/errors.ts';
import type { PartnerPorts, Turn } from '../onboarding/partners.ts';

const MINUTE_MS = 60_000;

type Table = { documents: DynamoDBDocumentClient; tableName: string; now: () => Date };

const updated = async (
  { documents, tableName }: Table,
  { source }: Turn,
  update: Omit<UpdateCommandInput, 'TableName' | 'Key'>,
): Promise<boolean> => {
  const Key = { pk: `rate#${source}` };
  const send = documents.send(new UpdateCommand({ TableName: tableName, Key, ...update }));
  return send.then(() => true, refused);
};

const names = { '#minute': 'minute', '#turns': 'turns' };

/** One more in the minute that the row is of, while it has room; the same event takes no second place. */
const joined = (table: Table, turn: Turn, minute: number): Promise<boolean> =>
  updated(table, turn, {
    UpdateExpression: 'ADD #turns :turn',
    ConditionExpression: '#minute = :minute AND (size(#turns) < :most OR contains(#turns, :event))',
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: {
      ':minute': minute,
      ':most': turn.perMinute,
      ':event': turn.eventId,
      ':turn': new Set([turn.eventId]),
    },
  });

/** The first one of a new minute: the row is of that minute from now on. */
const opened = (table: Table, turn: Turn, minute: number): Promise<boolean> =>
  updated(table, turn, {
    UpdateExpression: 'SET #minute = :minute, #turns = :turn, claimedBy = :source',
    ConditionExpression: 'attribute_not_exists(pk) OR #minute < :minute',
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: {
      ':minute': minute,
      ':turn': new Set([turn.eventId]),
      ':source': turn.source,
    },
  });

/**
 * Counts what each partner registers in the present minute, in one row per partner among the claims. Of
 * two who open a minute together, the second joins it.
 */
export const partnerTurns =
  (table: Table): PartnerPorts['takeTurn'] =>
  async (turn) => {
    const minute = Math.floor(table.now().getTime() / MINUTE_MS);
    for (const take of [joined, opened, joined]) {
      if (await take(table, turn, minute)) return true;
    }
    return false;
  };
