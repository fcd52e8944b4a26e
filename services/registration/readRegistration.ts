import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { Registration } from './registration.ts';
import { nameKey, registrationKey } from './registrationKeys.ts';

const NameHolder = z.object({ registrationId: z.string() });

/** Reads registrations by id, and by the tenant name that they hold. */
export const registrationsIn = (documents: DynamoDBDocumentClient, tableName: string) => {
  const item = async (Key: { pk: string }) => {
    const get = new GetCommand({ TableName: tableName, Key, ConsistentRead: true });
    return (await documents.send(get)).Item;
  };
  const byId = async (registrationId: string): Promise<Registration | undefined> => {
    const found = await item(registrationKey(registrationId));
    return found && Registration.parse(found);
  };
  const byName = async (tenantName: string): Promise<Registration | undefined> => {
    const holder = await item(nameKey(tenantName));
    return holder && byId(NameHolder.parse(holder).registrationId);
  };
  return { byId, byName };
};
