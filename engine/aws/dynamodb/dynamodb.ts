import type { Operation } from '../../endpoint/service.ts';
import type { ServiceFactory } from '../../endpoint/serviceFactory.ts';
import type { Engine } from '../../engine.ts';
import { dynamodbAccess } from './access/dynamodbAccess.ts';
import type { Context } from './context.ts';
import { batchGetItem } from './items/batchGetItem.ts';
import { batchWriteItem } from './items/batchWriteItem.ts';
import { getItem } from './items/getItem.ts';
import { type ItemStore, openItems } from './items/itemStore.ts';
import { query } from './items/query.ts';
import { transactGetItems } from './items/transactGetItems.ts';
import { transactWriteItems } from './items/transactWriteItems.ts';
import { writeItem } from './items/writeItem.ts';
import { Locks } from './locks.ts';
import { describeContinuousBackups, updateContinuousBackups } from './tables/continuousBackups.ts';
import { createTable } from './tables/createTable.ts';
import { clearDropped, deleteTable } from './tables/deleteTable.ts';
import { describeTable } from './tables/describeTable.ts';
import { listTables } from './tables/listTables.ts';
import { sweeper } from './tables/sweep.ts';
import { Table } from './tables/table.ts';
import { listTagsOfResource, tagResource, untagResource } from './tables/tags.ts';
import { describeTimeToLive, updateTimeToLive } from './tables/timeToLive.ts';
import { updateTable } from './tables/updateTable.ts';

const operationsOf = (context: Context): Record<string, Operation> => ({
  CreateTable: createTable(context),
  DescribeTable: describeTable(context),
  DeleteTable: deleteTable(context),
  ListTables: listTables(context),
  UpdateTable: updateTable(context),
  GetItem: getItem(context),
  PutItem: writeItem(context, 'putItem'),
  UpdateItem: writeItem(context, 'updateItem'),
  DeleteItem: writeItem(context, 'deleteItem'),
  Query: query(context, 'query'),
  Scan: query(context, 'scan'),
  BatchGetItem: batchGetItem(context),
  BatchWriteItem: batchWriteItem(context),
  TransactWriteItems: transactWriteItems(context),
  TransactGetItems: transactGetItems(context),
  UpdateTimeToLive: updateTimeToLive(context),
  DescribeTimeToLive: describeTimeToLive(context),
  UpdateContinuousBackups: updateContinuousBackups(context),
  DescribeContinuousBackups: describeContinuousBackups(context),
  TagResource: tagResource(context),
  UntagResource: untagResource(context),
  ListTagsOfResource: listTagsOfResource(context),
});

/** DynamoDB whose items are kept here. */
export const dynamodbWith =
  (itemsOf: (engine: Engine) => ItemStore): ServiceFactory =>
  (engine) => {
    const context: Context = {
      engine,
      tables: engine.store.collection('dynamodb.tables', Table),
      items: itemsOf(engine),
      locks: new Locks(),
    };
    const expirations = sweeper(context);
    return {
      signingName: 'dynamodb',
      protocol: { kind: 'json' },
      operations: operationsOf(context),
      access: dynamodbAccess(context),
      async open() {
        await context.items.open?.();
      },
      async start() {
        await clearDropped(context);
        expirations.start();
      },
      async stop() {
        await expirations.stop();
        await context.items.close();
      },
    };
  };

/** DynamoDB: dynalite's expressions and validation on a store of the engine's own. */
export const dynamodb = dynamodbWith(openItems);
