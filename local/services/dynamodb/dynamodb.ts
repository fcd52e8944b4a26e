import type { Engine } from '../../engine.ts';
import type { Operation } from '../../gateway/service.ts';
import type { ServiceFactory } from '../../gateway/serviceFactory.ts';
import { dynamodbAccess } from './access/dynamodbAccess.ts';
import { batchGetItem } from './batchGetItem.ts';
import { batchWriteItem } from './batchWriteItem.ts';
import type { Context } from './context.ts';
import { describeContinuousBackups, updateContinuousBackups } from './continuousBackups.ts';
import { createTable } from './createTable.ts';
import { clearDropped, deleteTable } from './deleteTable.ts';
import { describeTable } from './describeTable.ts';
import { getItem } from './getItem.ts';
import { type ItemStore, openItems } from './itemStore.ts';
import { listTables } from './listTables.ts';
import { Locks } from './locks.ts';
import { query } from './query.ts';
import { sweeper } from './sweep.ts';
import { Table } from './table.ts';
import { listTagsOfResource, tagResource, untagResource } from './tags.ts';
import { describeTimeToLive, updateTimeToLive } from './timeToLive.ts';
import { transactGetItems } from './transactGetItems.ts';
import { transactWriteItems } from './transactWriteItems.ts';
import { updateTable } from './updateTable.ts';
import { writeItem } from './writeItem.ts';

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
export const dynamodb = dynamodbWith((engine) => openItems(engine.directory));
