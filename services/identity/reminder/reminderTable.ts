import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type TransactItem, writeAll } from '#shared/documents.ts';
import { type Allowance, allowanceAt, countingMail } from '../../mail/allowance.ts';
import type { Mail } from '../../mail/mail.ts';
import { remindedKey } from '../memberKeys.ts';

/** How many reminders went to an address, in the table of members. */
export const remindersIn = (
  documents: DynamoDBDocumentClient,
  TableName: string,
  now: () => Date,
) => {
  const placeOf = (address: string) => ({ TableName, Key: remindedKey(address) });
  return {
    allowanceOf: (address: string): Promise<Allowance> =>
      allowanceAt(documents, placeOf(address), now()),
    /** Writes a mail and counts it; false when another one was counted since the allowance was read. */
    async keep(mail: Mail, allowance: Allowance, writing: TransactItem): Promise<boolean> {
      const counting = countingMail(placeOf(mail.to), mail, allowance);
      return (await writeAll(documents, [counting, writing])).length === 0;
    },
  };
};
export type Reminders = ReturnType<typeof remindersIn>;
