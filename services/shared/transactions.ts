import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { TransientError } from './errors.ts';

type TransactItems = ConstructorParameters<typeof TransactWriteCommand>[0]['TransactItems'];

/** Writes all or nothing. False when a condition refused it; TransientError when it met another write. */
export const writeAll = async (
  documents: DynamoDBDocumentClient,
  TransactItems: TransactItems,
): Promise<boolean> => {
  try {
    await documents.send(new TransactWriteCommand({ TransactItems }));
    return true;
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const codes = error.CancellationReasons?.map((reason) => reason.Code) ?? [];
    if (codes.includes('ConditionalCheckFailed')) return false;
    throw new TransientError(`transaction cancelled: ${codes.join(', ')}`, { cause: error });
  }
};
