import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { JsonObject } from '../../kernel/json.ts';
import { unlessAbsent } from '../absence.ts';
import { unchangeable } from '../errors.ts';
import { without } from '../properties.ts';
import { type Actions, type Made, provide, type ResourceContext } from '../provider.ts';
import { GlobalTable, Table } from './dynamodbProperties.ts';

const LONGEST_NAME = 255;

const WITHOUT_EFFECT = [
  'ContributorInsightsSpecification',
  'OnDemandThroughput',
  'PointInTimeRecoverySpecification',
  'WarmThroughput',
  'WriteOnDemandThroughputSettings',
];

const Description = z.object({
  TableName: z.string(),
  TableArn: z.string(),
  TableId: z.string().optional(),
  LatestStreamArn: z.string().optional(),
});

const TimeToLive = z.object({
  TimeToLiveStatus: z.string().optional(),
  AttributeName: z.string().optional(),
});

const nameOf = (table: Table, context: ResourceContext): string =>
  table.TableName ?? context.name(LONGEST_NAME);

const encryption = (specification: Table['SSESpecification']): JsonObject =>
  specification
    ? {
        SSESpecification: without({
          Enabled: specification.SSEEnabled,
          SSEType: specification.SSEType,
        }),
      }
    : {};

const stream = (specification: Table['StreamSpecification']): JsonObject =>
  specification ? { StreamSpecification: { StreamEnabled: true, ...specification } } : {};

const indexes = (list: Table['GlobalSecondaryIndexes']): JsonObject =>
  list ? { GlobalSecondaryIndexes: list.map((index) => without(index, ...WITHOUT_EFFECT)) } : {};

const inputOf = (table: Table, context: ResourceContext): JsonObject => ({
  ...without(table, 'TimeToLiveSpecification', ...WITHOUT_EFFECT),
  TableName: nameOf(table, context),
  ...encryption(table.SSESpecification),
  ...stream(table.StreamSpecification),
  ...indexes(table.GlobalSecondaryIndexes),
});

const describe = async (name: string, { call }: ResourceContext): Promise<Made> => {
  const answer = await call('dynamodb', 'DescribeTable', { TableName: name });
  const { TableArn, TableId, LatestStreamArn } = Description.parse(answer['Table']);
  const optional = [
    ...(TableId === undefined ? [] : [['TableId', TableId]]),
    ...(LatestStreamArn === undefined ? [] : [['StreamArn', LatestStreamArn]]),
  ];
  return { physicalId: name, attributes: { Arn: TableArn, ...Object.fromEntries(optional) } };
};

/** AWS refuses to enable what is enabled, so the present state is read first. */
const expire = async (
  name: string,
  wanted: Table['TimeToLiveSpecification'],
  context: ResourceContext,
) => {
  const answer = await context.call('dynamodb', 'DescribeTimeToLive', { TableName: name });
  const present = TimeToLive.parse(answer['TimeToLiveDescription'] ?? {});
  const enabled = present.TimeToLiveStatus === 'ENABLED';
  const AttributeName = wanted?.AttributeName ?? present.AttributeName;
  const Enabled = wanted?.Enabled ?? false;
  if (enabled === Enabled) return;
  await context.call('dynamodb', 'UpdateTimeToLive', {
    TableName: name,
    TimeToLiveSpecification: without({ AttributeName, Enabled }),
  });
};

const complete = async (table: Table, context: ResourceContext): Promise<Made> => {
  const name = nameOf(table, context);
  await expire(name, table.TimeToLiveSpecification, context);
  return describe(name, context);
};

/** What may change: when items expire, and one index, which brings its attributes. */
const CHANGEABLE = [
  'Tags',
  'TimeToLiveSpecification',
  'AttributeDefinitions',
  'GlobalSecondaryIndexes',
];

const requireSameTable = (wanted: Table, before: Table): void => {
  const fixed = (table: Table) => without(table, ...CHANGEABLE, ...WITHOUT_EFFECT);
  if (isDeepStrictEqual(fixed(wanted), fixed(before))) return;
  throw unchangeable('what is neither an index nor the TimeToLiveSpecification of a table');
};

const Indexed = z.object({
  GlobalSecondaryIndexes: z.array(z.object({ IndexName: z.string() })).default([]),
});

const nameOfIndex = (index: object): string =>
  z.object({ IndexName: z.string() }).parse(index).IndexName;

/** Makes the one index that is new, or deletes the one that is gone: AWS changes no more of them in an update. */
const changeIndex = async (name: string, wanted: Table, context: ResourceContext) => {
  const answer = await context.call('dynamodb', 'DescribeTable', { TableName: name });
  const present = Indexed.parse(answer['Table']).GlobalSecondaryIndexes.map(nameOfIndex);
  const all = (wanted.GlobalSecondaryIndexes ?? []).map((index) =>
    without(index, ...WITHOUT_EFFECT),
  );
  const updates = [
    ...all
      .filter((index) => !present.includes(nameOfIndex(index)))
      .map((index) => ({ Create: index })),
    ...present
      .filter((IndexName) => !all.some((index) => nameOfIndex(index) === IndexName))
      .map((IndexName) => ({ Delete: { IndexName } })),
  ];
  if (updates.length === 0) return;
  if (updates.length > 1) throw unchangeable('more than one index of a table at a time');
  await context.call(
    'dynamodb',
    'UpdateTable',
    without({
      TableName: name,
      AttributeDefinitions: wanted.AttributeDefinitions,
      GlobalSecondaryIndexUpdates: updates,
    }),
  );
};

/** An index of a name keeps its keys and what it holds. */
const requireSameIndexes = (wanted: Table, before: Table): void => {
  for (const index of wanted.GlobalSecondaryIndexes ?? []) {
    const same = before.GlobalSecondaryIndexes?.find(
      (other) => nameOfIndex(other) === nameOfIndex(index),
    );
    if (same && !isDeepStrictEqual(index, same)) {
      throw unchangeable(`the index ${nameOfIndex(index)} of a table`);
    }
  }
};

const actions: Actions<Table> = {
  async create(table, context) {
    await context.call('dynamodb', 'CreateTable', inputOf(table, context));
    return complete(table, context);
  },
  find: (table, context) => unlessAbsent(() => describe(nameOf(table, context), context)),
  async update(table, existing, context) {
    requireSameTable(table, existing.properties);
    requireSameIndexes(table, existing.properties);
    await changeIndex(nameOf(table, context), table, context);
    return complete(table, context);
  },
  async delete(existing, { call }) {
    await call('dynamodb', 'DeleteTable', { TableName: existing.physicalId });
  },
};

/** Tables. */
export const dynamodbResources = {
  'AWS::DynamoDB::Table': provide(Table, actions),
  'AWS::DynamoDB::GlobalTable': provide(GlobalTable, actions),
};
