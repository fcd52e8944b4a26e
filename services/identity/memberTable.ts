import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import * as z from 'zod';
import { itemOf, writeAll } from '#shared/documents.ts';
import { refused, TransientError } from '#shared/errors.ts';
import {
  administers,
  Decision,
  Member,
  type MemberState,
  type Members,
  type Membership,
} from './member.ts';
import {
  addressIndex,
  adminsKey,
  decisionKey,
  joiningKey,
  MEMBER,
  memberIndex,
  memberKey,
  personKey,
  userIndex,
} from './memberKeys.ts';

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

/** Lists a member whose removal has begun: see `unfinishedIndex`. */
const UNFINISHED = ', unfinished = :unfinished, since = :since';

const changing = (TableName: string, member: Member, to: MemberState) => ({
  Update: {
    TableName,
    Key: memberKey(member),
    UpdateExpression: `SET #role = :role, enabled = :enabled, leaving = :leaving${to.leaving ? UNFINISHED : ''}`,
    ConditionExpression:
      'membershipId = :me AND #role = :wasRole AND enabled = :wasEnabled AND leaving = :wasLeaving',
    ExpressionAttributeNames: { '#role': 'role' },
    ExpressionAttributeValues: {
      ':me': member.membershipId,
      ':role': to.role,
      ':enabled': to.enabled,
      ':leaving': to.leaving,
      ':wasRole': member.role,
      ':wasEnabled': member.enabled,
      ':wasLeaving': member.leaving,
      ...(to.leaving && { ':unfinished': 'leaving', ':since': ulid() }),
    },
  },
});

/** A beginning becomes a membership as long as the person still counts it. */
const adding = (TableName: string, member: Member) => [
  {
    Put: {
      TableName,
      Item: { ...memberKey(member), ...member },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  },
  {
    Update: {
      TableName,
      Key: personKey(member),
      UpdateExpression: 'SET username = :user',
      ConditionExpression: 'contains(memberships, :me)',
      ExpressionAttributeValues: { ':user': member.username, ':me': member.membershipId },
    },
  },
  { Delete: { TableName, Key: joiningKey(member) } },
];

/** That a row is of the membership that is meant, and of no later one of the same person. */
const WHEN_ITS_OWN = 'membershipId = :me';

/** The first character that no `sub` begins with: usernames of beginnings come after those of members. */
const END_OF_USERNAMES = 'g';

/** More memberships of one address than anybody has, and few enough to be read at once. */
const MOST_OF_ADDRESS = 100;

/** Just after a text, in the order of keys. */
const after = (text: string): string => `${text}\u0000`;

const readsOf = (documents: DynamoDBDocumentClient, TableName: string) => {
  const query = async (input: Omit<QueryCommandInput, 'TableName'>): Promise<Member[]> => {
    const { Items = [] } = await documents.send(new QueryCommand({ TableName, ...input }));
    return z.array(Member).parse(Items);
  };
  return {
    async get(id) {
      const Item = await itemOf(documents, TableName)(memberKey(id));
      return Item && Member.parse(Item);
    },
    ofUser: (username) =>
      query({
        IndexName: userIndex.name,
        KeyConditionExpression: 'username = :user',
        ExpressionAttributeValues: { ':user': username },
        // Beginnings are listed by names of their own.
        FilterExpression: 'attribute_exists(announced)',
      }),
    ofAddress: (email) =>
      query({
        IndexName: addressIndex.name,
        KeyConditionExpression: 'email = :email AND begins_with(pk, :member)',
        ExpressionAttributeValues: { ':email': email, ':member': MEMBER },
        Limit: MOST_OF_ADDRESS,
      }),
    list: (tenantId, page) =>
      query({
        IndexName: memberIndex.name,
        KeyConditionExpression: 'tenantId = :tenant AND username BETWEEN :first AND :end',
        ExpressionAttributeValues: {
          ':tenant': tenantId,
          ':first': after(page.after ?? ''),
          ':end': END_OF_USERNAMES,
        },
        Limit: page.limit,
      }),
  } satisfies Partial<Members>;
};

const writesOf = (documents: DynamoDBDocumentClient, TableName: string) => {
  const mark = async (membership: Membership, what: 'announced' | 'joined'): Promise<void> => {
    const update = {
      TableName,
      Key: memberKey(membership),
      UpdateExpression: `SET ${what} = :yes`,
      ConditionExpression: WHEN_ITS_OWN,
      ExpressionAttributeValues: { ':yes': true, ':me': membership.membershipId },
    };
    await documents.send(new UpdateCommand(update));
  };
  return {
    async add(member, ...also) {
      const counted = administers(member) ? [countAdmins(TableName, member.madeFor, 1)] : [];
      const blocked = await writeAll(documents, [
        ...adding(TableName, member),
        ...counted,
        ...also,
      ]);
      return blocked.length === 0;
    },
    markAnnounced: (membership) => mark(membership, 'announced'),
    markJoined: (membership) => mark(membership, 'joined'),
    async change(member, to) {
      const by = Number(administers(to)) - Number(administers(member));
      const counted = by === 0 ? [] : [countAdmins(TableName, member.madeFor, by)];
      const blocked = await writeAll(documents, [changing(TableName, member, to), ...counted]);
      if (blocked.includes(0)) throw new TransientError('the user was changed at the same moment');
      return blocked.length === 0 ? 'changed' : 'lastAdmin';
    },
    async readdress(id, { from, to, moves }) {
      const update = {
        TableName,
        Key: memberKey(id),
        UpdateExpression: 'SET email = :to, moves = :moves',
        ConditionExpression: 'email = :from',
        ExpressionAttributeValues: { ':from': from, ':to': to, ':moves': moves },
      };
      await documents.send(new UpdateCommand(update)).catch(refused);
    },
    remove(member) {
      const remove = new DeleteCommand({
        TableName,
        Key: memberKey(member),
        ConditionExpression: `${WHEN_ITS_OWN} AND email = :email`,
        ExpressionAttributeValues: { ':me': member.membershipId, ':email': member.email },
      });
      return documents.send(remove).then(() => true, refused);
    },
  } satisfies Partial<Members>;
};

const decisionsOf = (documents: DynamoDBDocumentClient, TableName: string) => {
  const item = itemOf(documents, TableName);
  const remove = async (Key: Record<string, string>): Promise<void> => {
    await documents.send(new DeleteCommand({ TableName, Key }));
  };
  return {
    async decide(madeFor, decision) {
      const Key = decisionKey(madeFor);
      const ConditionExpression = 'attribute_not_exists(pk)';
      const put = new PutCommand({ TableName, Item: { ...Key, ...decision }, ConditionExpression });
      const isFirst = await documents.send(put).then(() => true, refused);
      return isFirst ? decision : Decision.parse(await item(Key));
    },
    async decided(madeFor) {
      const Item = await item(decisionKey(madeFor));
      return Item && Decision.parse(Item);
    },
    forget: (madeFor) => remove(adminsKey(madeFor)),
    forgetDecision: (madeFor) => remove(decisionKey(madeFor)),
  } satisfies Partial<Members>;
};

/** Members as items of one table, with a count of each tenant's admins, and what was decided of it, beside them. */
export const memberTable = (documents: DynamoDBDocumentClient, TableName: string): Members => ({
  ...readsOf(documents, TableName),
  ...writesOf(documents, TableName),
  ...decisionsOf(documents, TableName),
});
