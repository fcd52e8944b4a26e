import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { TenantProvisioned, TenantProvisioningFailed } from '#events/schemas/provisioning.ts';
import { billingApi } from './billingApi.ts';
import { billTenant } from './billTenant.ts';
import { closeTenant } from './closeTenant.ts';
import { ledgerTable } from './ledgerTable.ts';

const { LEDGER_TABLE_NAME, BILLING_URL } = z
  .object({ LEDGER_TABLE_NAME: z.string(), BILLING_URL: z.url() })
  .parse(process.env);

const Event = z.discriminatedUnion('detail-type', [
  TenantProvisioned.envelope,
  TenantProvisioningFailed.envelope,
]);

const ports = {
  ledger: ledgerTable(DynamoDBDocumentClient.from(new DynamoDBClient()), LEDGER_TABLE_NAME),
  billing: billingApi(BILLING_URL),
};
const bill = billTenant(ports);
const close = closeTenant(ports);

/** What fails here is tried again, and ends in the subscription's dead-letter queue. */
export const handler = async (event: unknown): Promise<void> => {
  const told = Event.parse(event);
  if (told['detail-type'] === 'TenantProvisioned') await bill(told.detail);
  else await close(told.detail);
};
