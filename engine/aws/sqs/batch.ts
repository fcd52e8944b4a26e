import { z } from 'zod';
import { AwsError } from '../../endpoint/errors.ts';
import type { JsonObject } from '../../kernel/json.ts';

type Entry = { Id: string };
type Batch<T extends Entry> = { QueueUrl: string; Entries: T[] };

/** The input of a batch operation over entries of one schema. */
export const batchOf = <T extends Entry>(entry: z.ZodType<T>) =>
  z.strictObject({ QueueUrl: z.string(), Entries: z.array(entry).default([]) });

/** The batch's entries. Throws what SQS answers for a batch as a whole. */
export const entriesOf = <T extends Entry>({ Entries: entries }: Batch<T>): T[] => {
  if (entries.length === 0) {
    throw new AwsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  }
  if (entries.length > 10) {
    throw new AwsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are 10. You have sent ${entries.length}.`,
    );
  }
  const ids = entries.map((entry) => entry.Id);
  if (!ids.every((id) => /^[A-Za-z0-9_-]{1,80}$/.test(id))) {
    throw new AwsError(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    );
  }
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) {
    throw new AwsError('BatchEntryIdsNotDistinct', `Id ${twice} repeated.`);
  }
  return entries;
};

/** Runs the entries one by one; an AWS error of one is told beside the success of the others. */
export const eachEntry = async <T extends Entry>(
  entries: readonly T[],
  run: (entry: T) => Promise<JsonObject>,
): Promise<JsonObject> => {
  const successful: JsonObject[] = [];
  const failed: JsonObject[] = [];
  for (const entry of entries) {
    try {
      successful.push({ Id: entry.Id, ...(await run(entry)) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const { code, message, status } = error;
      failed.push({ Id: entry.Id, SenderFault: status < 500, Code: code, Message: message });
    }
  }
  return {
    ...(successful.length > 0 && { Successful: successful }),
    ...(failed.length > 0 && { Failed: failed }),
  };
};
