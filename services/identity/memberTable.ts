import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { writeAll } from '#shared/documents.ts';
import { refused, TransientError } from '#shared/errors.ts';
import { administers, Decision, Member, type MemberState, type Members } from './member.ts';

/** The index of a tenant's members. */
export const memberIndex = { name: 'tenant', partition: 'tenantId', sort: 'username' } as const;

/** Where a member is, by Cognito's username. */
export const memberKey = (username: string) => ({ pk: `member#${username}` });
const adminsKey = (madeFor: string) => ({ pk: `admins#${madeFor}` });
const decisionKey = (madeFor: string) => ({ pk: `decision#${madeFor}` });

/** Counts a tenant's admins; one that would go below one is refused. */
const countAdmins = (TableName: string, madeFor: string, by: number) => ({
  Update: {
    TableName,
    Key: adminsKey(madeFor),
    UpdateExpression: 'ADD admins :by',
    ...(by < 0 && { ConditionExpression: 'admins > :one' }),
    ExpressionAttributeValues: { ':by': by, ...(by < 0 && { ':one': 1 }) },
  },
});

const changing = (TableName: string, member: Member, to: MemberState) => ({
  Update: {
    TableName,
    Key: memberKey(member.username),
    UpdateExpression: 'SET #role = :role, enabled = :enabled, leaving = :leaving',
    ConditionExpression: '#role = :wasRole AND enabled = :wasEnabled AND leaving = :wasLeaving',
    ExpressionAttributeNames: { '#role': 'role' },
    ExpressionAttributeValues: {
      ':role': to.role,
      ':enabled': to.enabled,
      ':leaving': to.leaving,
      ':wasRole': member.role,
      ':wasEnabled': member.enabled,
      ':wasLeaving': member.leaving,
    },
  },
});

const announcing = (TableName: string, username: string) => ({
  TableName,
  Key: memberKey(username),
  UpdateExpression: 'SET announced = :yes',
  ConditionExpression: 'attribute_exists(pk)',
  ExpressionAttributeValues: { ':yes': true },
});

const item = async (documents: DynamoDBDocumentClient, TableName: string, Key: { pk: string }) =>
  (await documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;

/** Members as items of one table, with a count of each tenant's admins, and what was decided of it, beside them. */
export const memberTable = (documents: DynamoDBDocumentClient, TableName: string): Members => ({
  async get(username) {
    const Item = await item(documents, TableName, memberKey(username));
    return Item && Member.parse(Item);
  },
  async add(member) {
    const Item = { ...memberKey(member.username), ...member };
    const put = { Put: { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' } };
    const counted = administers(member) ? [countAdmins(TableName, member.madeFor, 1)] : [];
    await writeAll(documents, [put, ...counted]);
  },
  async markAnnounced(username) {
    await documents.send(new UpdateCommand(announcing(TableName, username)));
  },
  async change(member, to) {
    const by = Number(administers(to)) - Number(administers(member));
    const counted = by === 0 ? [] : [countAdmins(TableName, member.madeFor, by)];
    const blocked = await writeAll(documents, [changing(TableName, member, to), ...counted]);
    if (blocked.includes(0)) throw new TransientError('the user was changed at the same moment');
    return blocked.length === 0 ? 'changed' : 'lastAdmin';
  },
  async remove(username) {
    await documents.send(new DeleteCommand({ TableName, Key: memberKey(username) }));
  },
  async decide(madeFor, decision) {
    const Key = decisionKey(madeFor);
    const ConditionExpression = 'attribute_not_exists(pk)';
    const put = new PutCommand({ TableName, Item: { ...Key, ...decision }, ConditionExpression });
    const isFirst = await documents.send(put).then(() => true, refused);
    return isFirst ? decision : Decision.parse(await item(documents, TableName, Key));
  },
  async decided(madeFor) {
    const Item = await item(documents, TableName, decisionKey(madeFor));
    return Item && Decision.parse(Item);
  },
  async forget(madeFor) {
    await documents.send(new DeleteCommand({ TableName, Key: adminsKey(madeFor) }));
  },
  async list(tenantId, { limit, after }) {
    const query = new QueryCommand({
      TableName,
      IndexName: memberIndex.name,
      KeyConditionExpression: `tenantId = :tenant${after === undefined ? '' : ' AND username > :after'}`,
      ExpressionAttributeValues: { ':tenant': tenantId, ...(after && { ':after': after }) },
      Limit: limit,
    });
    return z.array(Member).parse((await documents.send(query)).Items ?? []);
  },
});
