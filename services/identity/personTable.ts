import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  paginateQuery,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { itemOf, writeAll } from '#shared/documents.ts';
import { refused } from '#shared/errors.ts';
import { joiningKey, memberIndex, personKey } from './memberKeys.ts';
import { Joining, type People, Person } from './person.ts';

const JOINING = 'joining#';

/** By what the beginnings of a tenant's memberships are listed: after all its members. */
const listed = ({ membershipId }: Joining) => ({ username: `${JOINING}${membershipId}` });

const beginning = (TableName: string, joining: Joining) => {
  const { userPoolId, email, membershipId } = joining;
  return [
    {
      Put: {
        TableName,
        Item: { ...joiningKey(joining), ...listed(joining), ...joining },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
    {
      Update: {
        TableName,
        Key: personKey(joining),
        UpdateExpression: 'SET userPoolId = :pool, email = :email ADD memberships :me',
        ConditionExpression: 'attribute_not_exists(closing)',
        ExpressionAttributeValues: {
          ':pool': userPoolId,
          ':email': email,
          ':me': new Set([membershipId]),
        },
      },
    },
  ];
};

const joiningsIn = (documents: DynamoDBDocumentClient, TableName: string) =>
  ({
    async joining(id) {
      const Item = await itemOf(documents, TableName)(joiningKey(id));
      return Item && Joining.parse(Item);
    },
    async joiningsOf(tenantId) {
      const query = {
        TableName,
        IndexName: memberIndex.name,
        KeyConditionExpression: 'tenantId = :tenant AND begins_with(username, :joining)',
        ExpressionAttributeValues: { ':tenant': tenantId, ':joining': JOINING },
      };
      const found: Joining[] = [];
      for await (const { Items = [] } of paginateQuery({ client: documents }, query)) {
        found.push(...z.array(Joining).parse(Items));
      }
      return found;
    },
    async begin(joining) {
      const blocked = await writeAll(documents, beginning(TableName, joining));
      if (blocked.includes(0)) return 'known';
      return blocked.length === 0 ? 'begun' : 'closing';
    },
    async forgetJoining(joining) {
      const remove = new DeleteCommand({
        TableName,
        Key: joiningKey(joining),
        ConditionExpression: 'membershipId = :me',
        ExpressionAttributeValues: { ':me': joining.membershipId },
      });
      await documents.send(remove).catch(refused);
    },
  }) satisfies Partial<People>;

const peopleIn = (documents: DynamoDBDocumentClient, TableName: string) => {
  const update = (change: Omit<UpdateCommandInput, 'TableName'>): Promise<boolean> =>
    documents.send(new UpdateCommand({ TableName, ...change })).then(() => true, refused);
  return {
    async get(address) {
      const Item = await itemOf(documents, TableName)(personKey(address));
      return Item && Person.parse(Item);
    },
    leave: (address, membershipId) =>
      update({
        Key: personKey(address),
        UpdateExpression: 'DELETE memberships :me',
        ConditionExpression: 'contains(memberships, :one) AND size(memberships) > :last',
        ExpressionAttributeValues: {
          ':me': new Set([membershipId]),
          ':one': membershipId,
          ':last': 1,
        },
      }),
    close: (address, membershipId, closing) =>
      update({
        Key: personKey(address),
        UpdateExpression: 'SET closing = :closing REMOVE memberships',
        ConditionExpression: 'contains(memberships, :one) AND size(memberships) = :last',
        ExpressionAttributeValues: { ':closing': closing, ':one': membershipId, ':last': 1 },
      }),
    noteUser: (address, closing, username) =>
      update({
        Key: personKey(address),
        UpdateExpression: 'SET username = :user',
        ConditionExpression: 'closing = :closing',
        ExpressionAttributeValues: { ':closing': closing, ':user': username },
      }),
    async remove(address, closing) {
      const remove = new DeleteCommand({
        TableName,
        Key: personKey(address),
        ConditionExpression: 'closing = :closing',
        ExpressionAttributeValues: { ':closing': closing },
      });
      await documents.send(remove).catch(refused);
    },
  } satisfies Partial<People>;
};

/** People, and the beginnings of their memberships, as items of the table of members. */
export const personTable = (documents: DynamoDBDocumentClient, TableName: string): People => ({
  ...joiningsIn(documents, TableName),
  ...peopleIn(documents, TableName),
});
