import { DeleteCommand, type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { itemOf, itemsOf, putAll } from '#shared/documents.ts';
import { Registration } from './registration.ts';
import { registrationKey, search } from './registrationKeys.ts';
import { addressTerm, askedTerms, type Findable, termsOf } from './searchTerms.ts';

/** As many as a person looks through. */
const MOST_FOUND = 50;

const Left = Registration.pick({ offboarded: true });
const Hit = z.object({ registrationId: z.string() });

/** Makes that nobody finds a registration by an address any more. */
export const forgetAddressIn =
  (documents: DynamoDBDocumentClient, TableName: string) =>
  async (registrationId: string, address: string): Promise<void> => {
    const Key = { pk: search.key(registrationId, addressTerm(address)) };
    await documents.send(new DeleteCommand({ TableName, Key }));
  };

/** Makes a registration one that is found by its terms; repeated, nothing changes. */
export const makeFindableIn = (documents: DynamoDBDocumentClient, tableName: string) => {
  const item = itemOf(documents, tableName);
  const forgetAddress = forgetAddressIn(documents, tableName);
  return async (registration: Findable): Promise<void> => {
    const { registrationId, adminEmail } = registration;
    const rows = termsOf(registration).map((term) => ({
      pk: search.key(registrationId, term),
      [search.partition]: term,
      [search.sort]: registrationId,
    }));
    await putAll(documents, tableName, rows);
    // Asked after: who erases the registration later finds what is written by now.
    const { offboarded } = Left.parse(await item(registrationKey(registrationId)));
    if (offboarded !== undefined) await forgetAddress(registrationId, adminEmail);
  };
};

/**
 * Finds registrations by any of their terms, or by words that all are in the name; the newest first, at most 50. Of
 * each word the newest 50 are looked at.
 */
export const findIn = (documents: DynamoDBDocumentClient, tableName: string) => {
  const read = itemsOf(documents, tableName);
  const idsBy = async (term: string): Promise<string[]> => {
    const query = new QueryCommand({
      TableName: tableName,
      IndexName: search.index,
      KeyConditionExpression: '#term = :term',
      ExpressionAttributeNames: { '#term': search.partition },
      ExpressionAttributeValues: { ':term': term },
      ScanIndexForward: false,
      Limit: MOST_FOUND,
    });
    const { Items } = await documents.send(query);
    return z
      .array(Hit)
      .parse(Items)
      .map(({ registrationId }) => registrationId);
  };
  const idsByAll = async (words: readonly string[]): Promise<string[]> => {
    const [first = [], ...others] = await Promise.all(words.map(idsBy));
    return first.filter((id) => others.every((ids) => ids.includes(id)));
  };
  return async (text: string): Promise<Registration[]> => {
    const { whole, words } = askedTerms(text);
    if (whole === '') return [];
    const exact = await idsBy(whole);
    const ids = exact.length > 0 ? exact : await idsByAll(words);
    const found = z.array(Registration).parse(await read(ids.map(registrationKey)));
    return found.sort(
      (one, other) => ids.indexOf(one.registrationId) - ids.indexOf(other.registrationId),
    );
  };
};
