import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { itemOf, type TransactItem } from '#shared/documents.ts';
import type { Mail } from './mail.ts';

/** When mail went to somebody within the last hour, and which was the last. */
export type Allowance = { sent: readonly number[]; lastMailId: string | undefined };

/** How much mail of one kind somebody gets in an hour, no matter who asks for it. */
const MOST_AN_HOUR = 3;

const HOUR_MS = 60 * 60 * 1_000;

const Mailed = z.object({ sent: z.array(z.number()), lastMailId: z.string() });

/** Whether one more may be sent. */
export const hasRoom = ({ sent }: Allowance): boolean => sent.length < MOST_AN_HOUR;

type Place = { TableName: string; Key: { pk: string } };

/** Reads what was sent; its row is in a table whose items expire by `expiresAt`. */
export const allowanceAt = async (
  documents: DynamoDBDocumentClient,
  { TableName, Key }: Place,
  now: Date,
): Promise<Allowance> => {
  const row = await itemOf(documents, TableName)(Key);
  const { sent = [], lastMailId } = Mailed.optional().parse(row) ?? {};
  return { sent: sent.filter((at) => at > now.getTime() - HOUR_MS), lastMailId };
};

/** Counts a mail; refused where another one was counted since the allowance was read. */
export const countingMail = (
  { TableName, Key }: Place,
  { createdAt, mailId }: Pick<Mail, 'createdAt' | 'mailId'>,
  { sent, lastMailId }: Allowance,
): TransactItem => {
  const at = Date.parse(createdAt);
  const expiresAt = Math.ceil((at + HOUR_MS) / 1_000);
  const Item = { ...Key, sent: [...sent, at], lastMailId: mailId, expiresAt };
  return {
    Put: {
      TableName,
      Item,
      ...(lastMailId === undefined
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: 'lastMailId = :last',
            ExpressionAttributeValues: { ':last': lastMailId },
          }),
    },
  };
};
