import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { itemOf, writeAll } from '#shared/documents.ts';
import { valueWhen } from '#shared/errors.ts';
import { type Allowance, allowanceAt, countingMail } from '../mail/allowance.ts';
import { type Mail, mailing } from '../mail/mail.ts';
import type { Once } from './idempotency.ts';
import { expiryAttribute, formKey, mailedKey, signUpKey } from './registrationKeys.ts';
import type { SignUp } from './signUp.ts';

/** The code of a mail goes with the mail; both count against what the address may get. */
export type Mailing = { mail: Mail; codeHash: string; allowance: Allowance };

export type KnownSignUp = { bodyHash: string; registrationId: string };

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

const counted = (TableName: string, { mail, allowance }: Mailing) =>
  countingMail({ TableName, Key: mailedKey(mail.to) }, mail, allowance);

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
    mailed ? [counted(tableName, mailed), mailing(mailTableName, mailed.mail)] : [];
  return {
    async knownBy(once: Once): Promise<KnownSignUp | undefined> {
      const known = Known.optional().parse(await item(formKey(once)));
      return known && known[expiryAttribute] * 1_000 > now().getTime() ? known : undefined;
    },
    allowanceOf: (address: string): Promise<Allowance> =>
      allowanceAt(documents, { TableName: tableName, Key: mailedKey(address) }, now()),
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
