import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { writeAll } from '#shared/documents.ts';
import { TransientError } from '#shared/errors.ts';
import { administers, CreationFailure, Member, type MemberState, type Members } from './member.ts';

/** The index of a tenant's members. */
export const memberIndex = { name: 'tenant', partition: 'tenantId', sort: 'username' } as const;

/** Where a member is, by Cognito's username. */
export const memberKey = (username: string) => ({ pk: `member#${username}` });
const adminsKey = (tenantId: string) => ({ pk: `admins#${tenantId}` });

/** Counts a tenant's admins; one that would go below one is refused. */
const countAdmins = (TableName: string, tenantId: string, by: number) => ({
  Update: {
    TableName,
    Key: adminsKey(tenantId),
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

const firstFailure = (
  TableName: string,
  tenantId: string,
  { attribute, failure }: { attribute: string; failure: CreationFailure },
) => ({
  TableName,
  Key: adminsKey(tenantId),
  UpdateExpression: 'SET #failed = if_not_exists(#failed, :failure)',
  ExpressionAttributeNames: { '#failed': attribute },
  ExpressionAttributeValues: { ':failure': failure },
  ReturnValues: 'ALL_NEW' as const,
});

/** Members as items of one table, with a count of each tenant's admins, and failures, beside them. */
export const memberTable = (documents: DynamoDBDocumentClient, TableName: string): Members => ({
  async get(username) {
    const get = new GetCommand({ TableName, Key: memberKey(username), ConsistentRead: true });
    const { Item } = await documents.send(get);
    return Item && Member.parse(Item);
  },
  async add(member) {
    const Item = { ...memberKey(member.username), ...member };
    const put = { Put: { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' } };
    const counted = administers(member) ? [countAdmins(TableName, member.tenantId, 1)] : [];
    await writeAll(documents, [put, ...counted]);
  },
  async markAnnounced(username) {
    await documents.send(new UpdateCommand(announcing(TableName, username)));
  },
  async change(member, to) {
    const by = Number(administers(to)) - Number(administers(member));
    const counted = by === 0 ? [] : [countAdmins(TableName, member.tenantId, by)];
    const refused = await writeAll(documents, [changing(TableName, member, to), ...counted]);
    if (refused.includes(0)) throw new TransientError('the user was changed at the same moment');
    return refused.length === 0 ? 'changed' : 'lastAdmin';
  },
  async remove(username) {
    await documents.send(new DeleteCommand({ TableName, Key: memberKey(username) }));
  },
  async failed(tenantId, eventId, failure) {
    const attribute = `failed#${eventId}`;
    const update = firstFailure(TableName, tenantId, { attribute, failure });
    const { Attributes } = await documents.send(new UpdateCommand(update));
    return CreationFailure.parse(Attributes?.[attribute]);
  },
  async forget(tenantId) {
    await documents.send(new DeleteCommand({ TableName, Key: adminsKey(tenantId) }));
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
