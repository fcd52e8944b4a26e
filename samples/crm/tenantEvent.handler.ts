import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { recordIn } from './contactTable.ts';
import { factOf } from './facts.ts';

const { CONTACT_TABLE_NAME } = z.object({ CONTACT_TABLE_NAME: z.string() }).parse(process.env);

const Event = z.object({ 'detail-type': z.string(), detail: z.unknown() });

const record = recordIn(DynamoDBDocumentClient.from(new DynamoDBClient()), CONTACT_TABLE_NAME);

/** What fails here is tried again, and ends in the subscription's dead-letter queue. */
export const handler = async (event: unknown): Promise<void> => {
  const { 'detail-type': type, detail } = Event.parse(event);
  await record(factOf(type, detail));
};
