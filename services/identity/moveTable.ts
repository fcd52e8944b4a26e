import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { itemOf, type TransactItem, writeAll } from '#shared/documents.ts';
import { refused, TransientError } from '#shared/errors.ts';
import { allowanceAt, countingMail } from '../mail/allowance.ts';
import { tryingCode } from '../mail/mailedCode.ts';
import { mailedKey, moveKey, personKey } from './memberKeys.ts';
import { type BegunMove, Move, type Moves } from './move.ts';
import { Person } from './person.ts';

/** The last second of the year 9999: what has begun is finished, however late. */
const NEVER = 253_402_300_799;

const KEPT_MS = 24 * 60 * 60 * 1_000;

/** As long as a Lambda function may run: no call of an earlier move is under way any more. */
const QUIET_MS = 15 * 60 * 1_000;

const IS_THIS_MOVE = 'moving = :move';

const personIn = ({ userPoolId }: Move, email: string) => personKey({ userPoolId, email });

const beginning = (TableName: string, move: BegunMove, person: Person): TransactItem[] => [
  {
    Update: {
      TableName,
      Key: personKey(person),
      UpdateExpression: 'SET moving = :move',
      ConditionExpression:
        'memberships = :counted AND username = :user AND attribute_not_exists(closing) AND attribute_not_exists(moving)',
      ExpressionAttributeValues: {
        ':move': move.moveId,
        ':user': move.username,
        ':counted': person.memberships,
      },
    },
  },
  {
    Put: {
      TableName,
      Item: {
        ...personIn(move, move.to),
        userPoolId: move.userPoolId,
        email: move.to,
        username: move.username,
        moving: move.moveId,
        moves: move.moves,
      },
      ConditionExpression: 'attribute_not_exists(pk) OR unfinished = :closed',
      ExpressionAttributeValues: { ':closed': 'closed' },
    },
  },
  {
    Update: {
      TableName,
      Key: moveKey(move),
      UpdateExpression:
        'SET begunAt = :at, tenantIds = :tenants, moves = :moves, expiresAt = :never, unfinished = :state, since = :since',
      ConditionExpression: 'moveId = :move AND attribute_not_exists(begunAt)',
      ExpressionAttributeValues: {
        ':move': move.moveId,
        ':at': move.begunAt,
        ':tenants': move.tenantIds,
        ':moves': move.moves,
        ':never': NEVER,
        ':state': 'moving',
        ':since': ulid(Date.parse(move.begunAt)),
      },
    },
  },
];

/**
 * The person at the old address is closed, as if its user had been deleted: one that is made there by a late
 * invitation is found and deleted.
 */
const leaving = (TableName: string, move: BegunMove, doneAt: Date): TransactItem => ({
  Update: {
    TableName,
    Key: personIn(move, move.from),
    UpdateExpression:
      'SET closing = :move, unfinished = :closed, since = :since, lastTenantId = :tenant REMOVE memberships, username, moving, moves, invitedBy, invitedAt',
    ConditionExpression: IS_THIS_MOVE,
    ExpressionAttributeValues: {
      ':move': move.moveId,
      ':closed': 'closed',
      ':since': ulid(doneAt.getTime()),
      ':tenant': move.tenantIds[0],
    },
  },
});

const givenBack = (TableName: string, move: Move): TransactItem => ({
  Delete: {
    TableName,
    Key: personIn(move, move.to),
    ConditionExpression: IS_THIS_MOVE,
    ExpressionAttributeValues: { ':move': move.moveId },
  },
});

const arriving = (TableName: string, move: Move, { memberships }: Person): TransactItem => ({
  Update: {
    TableName,
    Key: personIn(move, move.to),
    UpdateExpression: 'SET memberships = :counted REMOVE moving',
    ConditionExpression: IS_THIS_MOVE,
    ExpressionAttributeValues: { ':move': move.moveId, ':counted': memberships },
  },
});

const staying = (TableName: string, move: Move): TransactItem => ({
  Update: {
    TableName,
    Key: personIn(move, move.from),
    UpdateExpression: 'REMOVE moving',
    ConditionExpression: IS_THIS_MOVE,
    ExpressionAttributeValues: { ':move': move.moveId },
  },
});

const ended = (TableName: string, move: Move, doneAt: Date): TransactItem => ({
  Update: {
    TableName,
    Key: moveKey(move),
    UpdateExpression: 'SET doneAt = :at, expiresAt = :later REMOVE unfinished, since',
    ConditionExpression: 'moveId = :move AND attribute_not_exists(doneAt)',
    ExpressionAttributeValues: {
      ':move': move.moveId,
      ':at': doneAt.toISOString(),
      ':later': Math.floor((doneAt.getTime() + KEPT_MS) / 1_000),
    },
  },
});

const forgotten = (TableName: string, move: Move): TransactItem => ({
  Delete: {
    TableName,
    Key: moveKey(move),
    ConditionExpression: 'moveId = :move',
    ExpressionAttributeValues: { ':move': move.moveId },
  },
});

const asking = (TableName: string, move: Move, now: Date): TransactItem => ({
  Put: {
    TableName,
    Item: { ...moveKey(move), ...move },
    ConditionExpression: 'attribute_not_exists(begunAt) OR doneAt < :quiet',
    ExpressionAttributeValues: { ':quiet': new Date(now.getTime() - QUIET_MS).toISOString() },
  },
});

const requestsIn = (documents: DynamoDBDocumentClient, TableName: string, now: () => Date) =>
  ({
    allowanceOf: (to) => allowanceAt(documents, { TableName, Key: mailedKey(to) }, now()),
    async ask(move, mailed) {
      const blocked = await writeAll(documents, [
        asking(TableName, move, now()),
        ...mailed.map(({ to, mail, allowance }) =>
          countingMail({ TableName, Key: mailedKey(to) }, mail, allowance),
        ),
        ...mailed.map(({ writing }) => writing),
      ]);
      if (blocked.length > 0 && !blocked.includes(0)) {
        throw new TransientError('other mail is just being written to the address');
      }
      return blocked.length === 0;
    },
    async tryCode(place, hash) {
      const Key = moveKey(place);
      const tried = {
        TableName,
        Key,
        ...tryingCode(hash, now()),
        ReturnValues: 'ALL_NEW' as const,
      };
      const answer = await documents.send(new UpdateCommand(tried)).catch(refused);
      return answer ? Move.parse(answer.Attributes) : undefined;
    },
  }) satisfies Partial<Moves>;

/** Changes of addresses, as items of the table of members. */
export const moveTable = (
  documents: DynamoDBDocumentClient,
  TableName: string,
  now: () => Date,
): Moves => {
  const item = itemOf(documents, TableName);
  return {
    ...requestsIn(documents, TableName, now),
    async get(place) {
      const Item = await item(moveKey(place));
      return Item && Move.parse(Item);
    },
    async begin(move, person) {
      return (await writeAll(documents, beginning(TableName, move, person))).length === 0;
    },
    async finish(move, doneAt) {
      const Item = await item(personIn(move, move.from));
      const person = Item && Person.parse(Item);
      if (person?.moving !== move.moveId) return;
      await writeAll(documents, [
        leaving(TableName, move, doneAt),
        arriving(TableName, move, person),
        ended(TableName, move, doneAt),
      ]);
    },
    async abandon(move) {
      await writeAll(documents, [
        staying(TableName, move),
        givenBack(TableName, move),
        forgotten(TableName, move),
      ]);
    },
  };
};
