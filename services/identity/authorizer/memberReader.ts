import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { logger } from '#shared/logger.ts';
import { Member } from '../member.ts';
import { memberKey } from '../memberTable.ts';

/**
 * Reads members as they are at this moment: consistently, so that no stale answer is kept for a minute
 * on top. One that makes no sense here is none: its requests are denied.
 */
export const memberReader =
  (documents: DynamoDBDocumentClient, TableName: string) =>
  async (username: string): Promise<Member | undefined> => {
    const get = new GetCommand({ TableName, Key: memberKey(username), ConsistentRead: true });
    const { Item } = await documents.send(get);
    if (!Item) return undefined;
    const { data, error } = Member.safeParse(Item);
    if (error) logger.error('member breaks its schema', { username, error });
    return data;
  };
