import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  paginateQuery,
  QueryCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { itemOf, itemsOf, writeAll } from '#shared/documents.ts';
import { refused } from '#shared/errors.ts';
import { joiningKey, memberIndex, personKey, unfinished, userIndex } from './memberKeys.ts';
import { type Address, type Ending, Joining, type People, Person } from './person.ts';

const JOINING = 'joining#';

const NOT_MOVING = 'attribute_not_exists(moving)';

/** By what the beginnings of a tenant's memberships are listed: after all its members. */
const listed = ({ membershipId }: Pick<Joining, 'membershipId'>) => ({
  username: `${JOINING}${membershipId}`,
});

const NOT_CLOSING = 'attribute_not_exists(closing) OR unfinished = :closed';

const beginning = (TableName: string, joining: Joining, isFirst: boolean) => {
  const { userPoolId, email, membershipId, tenantId } = joining;
  const waiting = isFirst ? {} : unfinished('joining', membershipId);
  return [
    {
      Put: {
        TableName,
        Item: { ...joiningKey(joining), ...listed(joining), ...waiting, ...joining },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
    {
      Update: {
        TableName,
        Key: personKey(joining),
        UpdateExpression:
          'SET userPoolId = :pool, email = :email, invitedBy = :tenant ADD memberships :me REMOVE closing, unfinished, since, lastTenantId',
        ConditionExpression: `(${NOT_CLOSING}) AND ${NOT_MOVING}`,
        ExpressionAttributeValues: {
          ':pool': userPoolId,
          ':email': email,
          ':tenant': tenantId,
          ':me': new Set([membershipId]),
          ':closed': 'closed',
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
    async joiningsAs(membershipIds) {
      const found: Joining[] = [];
      for (const membershipId of membershipIds) {
        const { username } = listed({ membershipId });
        const { Items = [] } = await documents.send(
          new QueryCommand({
            TableName,
            IndexName: userIndex.name,
            KeyConditionExpression: 'username = :name',
            ExpressionAttributeValues: { ':name': username },
          }),
        );
        found.push(...z.array(Joining).parse(Items));
      }
      return found;
    },
    async begin(joining, isFirst) {
      const blocked = await writeAll(documents, beginning(TableName, joining, isFirst));
      if (blocked.includes(0)) return 'known';
      return blocked.length === 0 ? 'begun' : 'busy';
    },
  }) satisfies Partial<People>;

type Change = Pick<
  UpdateCommandInput,
  'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeValues'
>;

/** A membership that is not the person's last. */
const leaving = ({ membershipId }: Ending): Change => ({
  UpdateExpression: 'DELETE memberships :me',
  ConditionExpression: `contains(memberships, :one) AND size(memberships) > :last AND ${NOT_MOVING}`,
  ExpressionAttributeValues: {
    ':me': new Set([membershipId]),
    ':one': membershipId,
    ':last': 1,
  },
});

/** The person's last membership. */
const closingWith = ({ membershipId, tenantId }: Ending, closing: string): Change => ({
  UpdateExpression:
    'SET closing = :closing, unfinished = :state, since = :closing, lastTenantId = :tenant REMOVE memberships, moves, invitedBy, invitedAt',
  ConditionExpression: `contains(memberships, :one) AND size(memberships) = :last AND ${NOT_MOVING}`,
  ExpressionAttributeValues: {
    ':closing': closing,
    ':state': 'closing',
    ':tenant': tenantId,
    ':one': membershipId,
    ':last': 1,
  },
});

/** Changes what is counted, and with it forgets the beginning that ends, unless it has become a membership. */
const endingIn =
  (documents: DynamoDBDocumentClient, TableName: string) =>
  async (ending: Ending, { UpdateExpression, ...change }: Change): Promise<boolean> => {
    const Update = { TableName, Key: personKey(ending), UpdateExpression, ...change };
    if (!ending.isJoining) {
      return documents.send(new UpdateCommand(Update)).then(() => true, refused);
    }
    const Delete = {
      TableName,
      Key: joiningKey(ending),
      ConditionExpression: 'membershipId = :me',
      ExpressionAttributeValues: { ':me': ending.membershipId },
    };
    return (await writeAll(documents, [{ Update }, { Delete }])).length === 0;
  };

const closingsIn = (documents: DynamoDBDocumentClient, TableName: string) => {
  const update = (change: Omit<UpdateCommandInput, 'TableName'>): Promise<boolean> =>
    documents.send(new UpdateCommand({ TableName, ...change })).then(() => true, refused);
  return {
    noteUser: (address, closing, username) =>
      update({
        Key: personKey(address),
        UpdateExpression: 'SET username = :user, unfinished = :state',
        ConditionExpression: 'closing = :closing',
        ExpressionAttributeValues: {
          ':closing': closing,
          ':user': username,
          ':state': 'closing',
        },
      }),
    async markClosed(address, closing, since) {
      await update({
        Key: personKey(address),
        UpdateExpression: 'SET unfinished = :closed, since = :since REMOVE username',
        ConditionExpression: 'closing = :closing',
        ExpressionAttributeValues: {
          ':closing': closing,
          ':closed': 'closed',
          ':since': since,
        },
      });
    },
    async forget(address, closing) {
      const remove = new DeleteCommand({
        TableName,
        Key: personKey(address),
        ConditionExpression: 'closing = :closing AND unfinished = :closed',
        ExpressionAttributeValues: { ':closing': closing, ':closed': 'closed' },
      });
      await documents.send(remove).catch(refused);
    },
  } satisfies Partial<People>;
};

const invitationsIn = (documents: DynamoDBDocumentClient, TableName: string) => {
  const note = async (address: Address, change: Change): Promise<void> => {
    const Key = personKey(address);
    const ConditionExpression = 'attribute_exists(memberships)';
    const update = new UpdateCommand({ TableName, Key, ConditionExpression, ...change });
    await documents.send(update).catch(refused);
  };
  return {
    noteInviter: (address, tenantId) =>
      note(address, {
        UpdateExpression: 'SET invitedBy = :tenant',
        ExpressionAttributeValues: { ':tenant': tenantId },
      }),
    noteInvitation: (address, sentAt) =>
      note(
        address,
        sentAt
          ? {
              UpdateExpression: 'SET invitedAt = :at',
              ExpressionAttributeValues: { ':at': sentAt.toISOString() },
            }
          : { UpdateExpression: 'REMOVE invitedAt' },
      ),
  } satisfies Partial<People>;
};

const peopleIn = (documents: DynamoDBDocumentClient, TableName: string) => {
  const end = endingIn(documents, TableName);
  return {
    async get(address) {
      const Item = await itemOf(documents, TableName)(personKey(address));
      return Item && Person.parse(Item);
    },
    async getAll(addresses) {
      return z.array(Person).parse(await itemsOf(documents, TableName)(addresses.map(personKey)));
    },
    leave: (ending) => end(ending, leaving(ending)),
    close: (ending, closing) => end(ending, closingWith(ending, closing)),
  } satisfies Partial<People>;
};

/** People, and the beginnings of their memberships, as items of the table of members. */
export const personTable = (documents: DynamoDBDocumentClient, TableName: string): People => ({
  ...joiningsIn(documents, TableName),
  ...peopleIn(documents, TableName),
  ...invitationsIn(documents, TableName),
  ...closingsIn(documents, TableName),
});
