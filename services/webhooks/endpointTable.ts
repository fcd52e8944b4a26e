import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { itemOf } from '#shared/documents.ts';
import { refused } from '#shared/errors.ts';
import { Endpoint } from './endpoint.ts';
import { endpoints, keys } from './webhookKeys.ts';

/** Endpoints as items of the webhook table. */
export const endpointTable = (documents: DynamoDBDocumentClient, TableName: string) => ({
  /** Says nothing about one that is there: ids are new. */
  async create(endpoint: Endpoint): Promise<void> {
    const Item = { ...keys.endpoint(endpoint.webhookId), ...endpoint };
    await documents.send(new PutCommand({ TableName, Item }));
  },
  async get(webhookId: string): Promise<Endpoint | undefined> {
    const Item = await itemOf(documents, TableName)(keys.endpoint(webhookId));
    return Item && Endpoint.parse(Item);
  },
  /** In the order in which they were made. */
  async page({ limit, after }: { limit: number; after: string | undefined }) {
    const query = new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': endpoints },
      ConsistentRead: true,
      Limit: limit,
      ...(after !== undefined && { ExclusiveStartKey: keys.endpoint(after) }),
    });
    const { Items = [], LastEvaluatedKey } = await documents.send(query);
    const found = Items.map((item) => Endpoint.parse(item));
    return { endpoints: found, last: LastEvaluatedKey && found.at(-1)?.webhookId };
  },
  async remove(webhookId: string): Promise<void> {
    await documents.send(new DeleteCommand({ TableName, Key: keys.endpoint(webhookId) }));
  },
  /** False when it is gone. */
  async setStatus(webhookId: string, status: Endpoint['status']): Promise<boolean> {
    const update = new UpdateCommand({
      TableName,
      Key: keys.endpoint(webhookId),
      UpdateExpression: 'SET #status = :status',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':status': status },
    });
    return documents.send(update).then(() => true, refused);
  },
  /** False when somebody else has changed the secrets meanwhile. */
  async replaceSecrets(before: Endpoint, secrets: Endpoint['secrets']): Promise<boolean> {
    const update = new UpdateCommand({
      TableName,
      Key: keys.endpoint(before.webhookId),
      UpdateExpression: 'SET secrets = :after',
      ConditionExpression: 'secrets = :before',
      ExpressionAttributeValues: { ':before': before.secrets, ':after': secrets },
    });
    return documents.send(update).then(() => true, refused);
  },
});

const PAGE = 100;

/** Reads all endpoints, page by page. */
export const everyEndpoint = async (
  page: ReturnType<typeof endpointTable>['page'],
): Promise<Endpoint[]> => {
  const found: Endpoint[] = [];
  let after: string | undefined;
  do {
    const { endpoints: some, last } = await page({ limit: PAGE, after });
    found.push(...some);
    after = last;
  } while (after !== undefined);
  return found;
};
