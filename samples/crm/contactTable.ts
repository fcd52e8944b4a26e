import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  paginateQuery,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { type Fact, LEFT, TENANT } from './facts.ts';

const Keys = z.array(z.object({ tenantId: z.string(), entry: z.string() }));

const updating = (TableName: string, { tenantId, entry, about, sequence, fields }: Fact) => ({
  TableName,
  Key: { tenantId, entry },
  UpdateExpression: 'SET #about = :fact',
  ConditionExpression: 'attribute_not_exists(#about) OR #about.#sequence < :sequence',
  ExpressionAttributeNames: { '#about': about, '#sequence': 'sequence' },
  ExpressionAttributeValues: { ':fact': { sequence, ...fields }, ':sequence': sequence },
});

/** Its people were erased: none of them comes back by a late event. */
const notLeft = (TableName: string, tenantId: string) => ({
  TableName,
  Key: { tenantId, entry: TENANT },
  ConditionExpression: 'attribute_not_exists(outcome) OR outcome.#status <> :left',
  ExpressionAttributeNames: { '#status': 'status' },
  ExpressionAttributeValues: { ':left': LEFT },
});

/** For `.catch`: what a condition refused, alone or in a transaction, was said before, or is of somebody erased. */
const unlessStale = (error: unknown): void => {
  if (error instanceof ConditionalCheckFailedException) return;
  const reasons = error instanceof TransactionCanceledException ? error.CancellationReasons : [];
  if (!reasons?.some(({ Code }) => Code === 'ConditionalCheckFailed')) throw error;
};

/** Deletes the leads and contacts of a tenant that has left; the entry of the tenant itself stays. */
const eraseIn =
  (documents: DynamoDBDocumentClient, TableName: string) =>
  async (tenantId: string): Promise<void> => {
    const query = {
      TableName,
      KeyConditionExpression: 'tenantId = :tenant',
      ProjectionExpression: 'tenantId, entry',
      ExpressionAttributeValues: { ':tenant': tenantId },
      ConsistentRead: true,
    };
    for await (const { Items = [] } of paginateQuery({ client: documents }, query)) {
      for (const Key of Keys.parse(Items).filter(({ entry }) => entry !== TENANT)) {
        await documents.send(new DeleteCommand({ TableName, Key }));
      }
    }
  };

/**
 * Records a fact unless a newer one of its kind is there: the sequence of events orders a tenant's,
 * so duplicates and late events change nothing. That a tenant has left erases its people.
 */
export const recordIn = (documents: DynamoDBDocumentClient, TableName: string) => {
  const erase = eraseIn(documents, TableName);
  return async (fact: Fact): Promise<void> => {
    const { tenantId, entry, fields } = fact;
    const Update = updating(TableName, fact);
    const ConditionCheck = notLeft(TableName, tenantId);
    const writing =
      entry === TENANT
        ? documents.send(new UpdateCommand(Update))
        : documents.send(
            new TransactWriteCommand({ TransactItems: [{ Update }, { ConditionCheck }] }),
          );
    await writing.then(() => undefined, unlessStale);
    if (fields['status'] === LEFT) await erase(tenantId);
  };
};
