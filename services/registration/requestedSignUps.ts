import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { itemOf, writeAll } from '#shared/documents.ts';
import { valueWhen } from '#shared/errors.ts';
import { type Mail, mailing } from '../mail/mail.ts';
import type { Once } from './idempotency.ts';
import { expiryAttribute, formKey, mailedKey, signUpKey } from './registrationKeys.ts';
import type { SignUp } from './signUp.ts';

/** The code of a mail goes with the mail; both count against what the address may get. */
export type Mailing = { mail: Mail; codeHash: string; allowance: Allowance };

/** When mail went to an address within the last hour, and which was the last. */
export type Allowance = { sent: readonly number[]; lastMailId: string | undefined };

export type KnownSignUp = { bodyHash: string; registrationId: string };

const HOUR_MS = 60 * 60 * 1_000;

const Mailed = z.object({ sent: z.array(z.number()), lastMailId: z.string() });
const Known = z.object({
  bodyHash: z.string(),
  registrationId: z.string(),
  [expiryAttribute]: z.number(),
});

type Tables = {
  documents: DynamoDBDocumentClient;
  tableName: string;
  mailTableName: string;
  now: () => Date;
};

const put = (TableName: string, Item: object) => ({ Put: { TableName, Item } });

/** Refused where other mail has gone to the address in the meantime. */
const counting = (TableName: string, { mail, allowance }: Mailing) => {
  const at = Date.parse(mail.createdAt);
  const { sent, lastMailId } = allowance;
  const expiresAt = Math.ceil((at + HOUR_MS) / 1_000);
  const Item = {
    ...mailedKey(mail.to),
    sent: [...sent, at],
    lastMailId: mail.mailId,
    [expiryAttribute]: expiresAt,
  };
  return {
    Put: {
      ...put(TableName, Item).Put,
      ...(lastMailId === undefined
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: 'lastMailId = :last',
            ExpressionAttributeValues: { ':last': lastMailId },
          }),
    },
  };
};

/** An idempotency key, and the sign-up that it stood for where that one is known to be over. */
export type Remembered = { once: Once; over: string | undefined };

/** Refused where the key stands for another sign-up than the one that is over. */
const remembering = (
  { tableName, now }: Tables,
  { registrationId, expiresAt }: SignUp,
  { once, over = '' }: Remembered,
) => {
  const { bodyHash } = once;
  const Item = { ...formKey(once), bodyHash, registrationId, [expiryAttribute]: expiresAt };
  return {
    Put: {
      ...put(tableName, Item).Put,
      ConditionExpression: `attribute_not_exists(pk) OR ${expiryAttribute} <= :now OR registrationId = :over`,
      ExpressionAttributeValues: {
        ':now': Math.floor(now().getTime() / 1_000),
        ':over': over,
      },
    },
  };
};

/** Whether all was written; it is not where it met another request, and can be tried again. */
const written = async (...given: Parameters<typeof writeAll>): Promise<boolean> => {
  const refusedAt = await writeAll(...given).catch(valueWhen([-1], 'TransientError'));
  return refusedAt.length === 0;
};

/** Keeps sign-ups with their mail and their keys. */
export const requestedSignUps = (tables: Tables) => {
  const { documents, tableName, mailTableName, now } = tables;
  const item = itemOf(documents, tableName);
  const byMail = (mailed: Mailing | undefined) =>
    mailed ? [counting(tableName, mailed), mailing(mailTableName, mailed.mail)] : [];
  return {
    async knownBy(once: Once): Promise<KnownSignUp | undefined> {
      const known = Known.optional().parse(await item(formKey(once)));
      return known && known[expiryAttribute] * 1_000 > now().getTime() ? known : undefined;
    },
    async allowanceOf(address: string): Promise<Allowance> {
      const { sent = [], lastMailId } =
        Mailed.optional().parse(await item(mailedKey(address))) ?? {};
      return { sent: sent.filter((at) => at > now().getTime() - HOUR_MS), lastMailId };
    },
    /** All or nothing: the sign-up, its mail, its idempotency key. */
    keep: (
      signUp: SignUp,
      mailed: Mailing | undefined,
      remembered: Remembered | undefined,
    ): Promise<boolean> =>
      written(documents, [
        put(tableName, {
          ...signUpKey(signUp.registrationId),
          ...signUp,
          codeHash: mailed?.codeHash,
        }),
        ...byMail(mailed),
        ...(remembered ? [remembering(tables, signUp, remembered)] : []),
      ]),
    /** Another code takes the place of the one before. */
    renew: (registrationId: string, mailed: Mailing): Promise<boolean> =>
      written(documents, [
        {
          Update: {
            TableName: tableName,
            Key: signUpKey(registrationId),
            UpdateExpression: 'SET codeHash = :hash',
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeValues: { ':hash': mailed.codeHash },
          },
        },
        ...byMail(mailed),
      ]),
  };
};
export type RequestedSignUps = ReturnType<typeof requestedSignUps>;
