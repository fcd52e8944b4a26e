import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { itemOf } from '#shared/documents.ts';
import { Registration } from './registration.ts';
import { nameKey, registrationKey } from './registrationKeys.ts';

const NameHolder = z.object({ registrationId: z.string() });

/** Reads registrations by id, and by the tenant name that they hold. */
export const registrationsIn = (documents: DynamoDBDocumentClient, tableName: string) => {
  const item = itemOf(documents, tableName);
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
