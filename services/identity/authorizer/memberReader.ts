import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { itemOf } from '#shared/documents.ts';
import { logger } from '#shared/logger.ts';
import { Member, type MemberId } from '../member.ts';
import { memberKey } from '../memberKeys.ts';

/**
 * Reads members as they are at this moment: consistently, so that no stale answer is kept for a minute
 * on top. One that makes no sense here is none: its requests are denied.
 */
export const memberReader = (documents: DynamoDBDocumentClient, TableName: string) => {
  const item = itemOf(documents, TableName);
  return async (id: MemberId): Promise<Member | undefined> => {
    const Item = await item(memberKey(id));
    if (!Item) return undefined;
    const { data, error } = Member.safeParse(Item);
    if (error) logger.error('member breaks its schema', { ...id, error });
    return data;
  };
};
