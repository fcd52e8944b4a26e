import {
  BatchExecuteStatementCommand,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ExecuteStatementCommand,
  ExecuteTransactionCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';

/** One client's requests to one table; `mine` and `theirs` are partition keys. */
export type Scene = { client: DynamoDBClient; TableName: string; mine: string; theirs: string };

type Request = (scene: Scene) => Promise<unknown>;
type Rows = Record<string, Request>;

const at = (pk: string) => ({ pk: { S: pk }, sk: { S: 'product#attack' } });

const queryBy =
  (who: 'mine' | 'theirs', how: 'name' | 'placeholder' | 'legacy' | 'filter'): Request =>
  ({ client, TableName, ...keys }) => {
    const value = { S: keys[who] };
    if (how === 'legacy') {
      const KeyConditions = {
        pk: { ComparisonOperator: 'EQ' as const, AttributeValueList: [value] },
      };
      return client.send(new QueryCommand({ TableName, KeyConditions }));
    }
    return client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: how === 'name' ? 'pk = :pk' : '#k = :pk',
        ...(how !== 'name' && { ExpressionAttributeNames: { '#k': 'pk' } }),
        ExpressionAttributeValues: {
          ':pk': value,
          ...(how === 'filter' && { ':mine': { S: keys.mine } }),
        },
        ...(how === 'filter' && { FilterExpression: 'tenant = :mine' }),
      }),
    );
  };

const put = ({ TableName }: Scene, pk: string) => ({ Put: { TableName, Item: at(pk) } });

const writing =
  (second: (scene: Scene) => object): Request =>
  (scene) =>
    scene.client.send(
      new TransactWriteItemsCommand({ TransactItems: [put(scene, scene.mine), second(scene)] }),
    );

const getting =
  (keys: (scene: Scene) => string[]): Request =>
  (scene) =>
    scene.client.send(
      new TransactGetItemsCommand({
        TransactItems: keys(scene).map((pk) => ({
          Get: { TableName: scene.TableName, Key: at(pk) },
        })),
      }),
    );

/** Requests that mix, hide or spell the other tenant's key. */
export const foreignRequests: Rows = {
  'Query by name': queryBy('theirs', 'name'),
  'Query by a placeholder': queryBy('theirs', 'placeholder'),
  'Query by legacy conditions': queryBy('theirs', 'legacy'),
  'Query with a filter on the own key': queryBy('theirs', 'filter'),
  'GetItem of one attribute': ({ client, TableName, theirs }) =>
    client.send(new GetItemCommand({ TableName, Key: at(theirs), ProjectionExpression: 'pk' })),
  'PutItem that would tell whether there is a row': ({ client, TableName, theirs }) =>
    client.send(
      new PutItemCommand({
        TableName,
        Item: at(theirs),
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    ),
  'UpdateItem that would tell the old row': ({ client, TableName, theirs }) =>
    client.send(new UpdateItemCommand({ TableName, Key: at(theirs), ReturnValues: 'ALL_OLD' })),
  'TransactWriteItems: put': writing((scene) => put(scene, scene.theirs)),
  'TransactWriteItems: delete': writing(({ TableName, theirs }) => ({
    Delete: { TableName, Key: at(theirs) },
  })),
  'TransactWriteItems: update': writing(({ TableName, theirs }) => ({
    Update: {
      TableName,
      Key: at(theirs),
      UpdateExpression: 'SET a = :a',
      ExpressionAttributeValues: { ':a': { S: 'x' } },
    },
  })),
  'TransactWriteItems: condition check': writing(({ TableName, theirs }) => ({
    ConditionCheck: { TableName, Key: at(theirs), ConditionExpression: 'attribute_exists(pk)' },
  })),
  'TransactGetItems: theirs': getting(({ theirs }) => [theirs]),
  'TransactGetItems: mine, then theirs': getting(({ mine, theirs }) => [mine, theirs]),
  'TransactGetItems: theirs, then mine': getting(({ mine, theirs }) => [theirs, mine]),
};

/** The same kinds of requests on the own key alone. */
export const ownRequests: Rows = {
  'Query by name': queryBy('mine', 'name'),
  'Query by a placeholder': queryBy('mine', 'placeholder'),
  'Query by legacy conditions': queryBy('mine', 'legacy'),
  'Query with a filter': queryBy('mine', 'filter'),
  TransactGetItems: getting(({ mine }) => [mine]),
  TransactWriteItems: writing(({ TableName, mine }) => ({
    Delete: { TableName, Key: { ...at(mine), sk: { S: 'product#none' } } },
  })),
};

const query =
  (KeyConditionExpression: string, names: ('mine' | 'theirs')[]): Request =>
  (scene) =>
    scene.client.send(
      new QueryCommand({
        TableName: scene.TableName,
        KeyConditionExpression,
        ExpressionAttributeValues: Object.fromEntries(
          names.map((name) => [`:${name}`, { S: scene[name] }]),
        ),
      }),
    );

const legacyQuery =
  (ComparisonOperator: 'BETWEEN' | 'BEGINS_WITH' | 'GE', names: ('mine' | 'theirs')[]): Request =>
  (scene) => {
    const AttributeValueList = names.map((name) => ({ S: scene[name] }));
    const KeyConditions = { pk: { ComparisonOperator, AttributeValueList } };
    return scene.client.send(new QueryCommand({ TableName: scene.TableName, KeyConditions }));
  };

/** Queries that begin with the own key and mean more: no session, and no root, may be answered. */
export const crookedRequests: Rows = {
  'two partitions by OR': query('pk = :mine OR pk = :theirs', ['mine', 'theirs']),
  'two partitions by AND': query('pk = :mine AND pk = :theirs', ['mine', 'theirs']),
  'partitions by IN': query('pk IN (:mine, :theirs)', ['mine', 'theirs']),
  'partitions by BETWEEN': query('pk BETWEEN :mine AND :theirs', ['mine', 'theirs']),
  'partitions by a beginning': query('begins_with(pk, :mine)', ['mine']),
  'partitions from the own on': query('pk >= :mine', ['mine']),
  'legacy BETWEEN': legacyQuery('BETWEEN', ['mine', 'theirs']),
  'legacy BEGINS_WITH': legacyQuery('BEGINS_WITH', ['mine']),
  'legacy GE': legacyQuery('GE', ['mine']),
};

const batchGet =
  (keys: (scene: Scene) => string[]): Request =>
  (scene) =>
    scene.client.send(
      new BatchGetItemCommand({
        RequestItems: { [scene.TableName]: { Keys: keys(scene).map(at) } },
      }),
    );

const batchWrite =
  (keys: (scene: Scene) => string[]): Request =>
  (scene) => {
    const writes = keys(scene).map((pk) => ({ PutRequest: { Item: at(pk) } }));
    return scene.client.send(
      new BatchWriteItemCommand({ RequestItems: { [scene.TableName]: writes } }),
    );
  };

/** Requests that no tenant's session may make at all, whatever they name. Root may make each. */
export const ungranted: Rows = {
  'BatchGetItem of the own key': batchGet(({ mine }) => [mine]),
  'BatchGetItem of mixed keys': batchGet(({ mine, theirs }) => [mine, theirs]),
  'BatchWriteItem to the own key': batchWrite(({ mine }) => [mine]),
  'BatchWriteItem to mixed keys': batchWrite(({ mine, theirs }) => [mine, theirs]),
  Scan: ({ client, TableName }) => client.send(new ScanCommand({ TableName })),
  'Scan filtered by the own key': ({ client, TableName, mine }) =>
    client.send(
      new ScanCommand({
        TableName,
        FilterExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: mine } },
      }),
    ),
  DescribeTable: ({ client, TableName }) => client.send(new DescribeTableCommand({ TableName })),
  ListTables: ({ client }) => client.send(new ListTablesCommand({})),
  CreateTable: ({ client, mine }) =>
    client.send(
      new CreateTableCommand({
        TableName: `made-by-${mine.replace('#', '-')}`,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      }),
    ),
};

const Statement = ({ TableName, theirs }: Scene) =>
  `SELECT * FROM "${TableName}" WHERE pk = '${theirs}'`;

/** Requests that are refused to tenants, and that nobody makes for comparison. */
export const neverMade: Rows = {
  ExecuteStatement: (scene) =>
    scene.client.send(new ExecuteStatementCommand({ Statement: Statement(scene) })),
  BatchExecuteStatement: (scene) =>
    scene.client.send(
      new BatchExecuteStatementCommand({ Statements: [{ Statement: Statement(scene) }] }),
    ),
  ExecuteTransaction: (scene) =>
    scene.client.send(
      new ExecuteTransactionCommand({ TransactStatements: [{ Statement: Statement(scene) }] }),
    ),
  DeleteTable: ({ client, TableName }) => client.send(new DeleteTableCommand({ TableName })),
  UpdateTimeToLive: ({ client, TableName }) =>
    client.send(
      new UpdateTimeToLiveCommand({
        TableName,
        TimeToLiveSpecification: { Enabled: true, AttributeName: 'price' },
      }),
    ),
};
