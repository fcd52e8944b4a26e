import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { TenantOffboarded } from '#events/schemas/offboarding.ts';
import { TenantProvisioned, TenantProvisioningFailed } from '#events/schemas/provisioning.ts';
import { TenantActivated, TenantDeactivated } from '#events/schemas/tenantStatus.ts';
import { billingApi } from './billingApi.ts';
import { billTenant } from './billTenant.ts';
import { closeTenant } from './closeTenant.ts';
import { ledgerTable } from './ledgerTable.ts';
import { pauseTenant, resumeTenant } from './pauseTenant.ts';

const { LEDGER_TABLE_NAME, BILLING_URL } = z
  .object({ LEDGER_TABLE_NAME: z.string(), BILLING_URL: z.url() })
  .parse(process.env);

const Event = z.discriminatedUnion('detail-type', [
  TenantProvisioned.envelope,
  TenantProvisioningFailed.envelope,
  TenantDeactivated.envelope,
  TenantActivated.envelope,
  TenantOffboarded.envelope,
]);

const ports = {
  ledger: ledgerTable(DynamoDBDocumentClient.from(new DynamoDBClient()), LEDGER_TABLE_NAME),
  billing: billingApi(BILLING_URL),
};
const bill = billTenant(ports);
const close = closeTenant(ports);
const pause = pauseTenant(ports);
const resume = resumeTenant(ports);

const take = (told: z.infer<typeof Event>): Promise<void> => {
  switch (told['detail-type']) {
    case 'TenantProvisioned':
      return bill(told.detail);
    case 'TenantProvisioningFailed':
    case 'TenantOffboarded':
      return close(told.detail);
    case 'TenantDeactivated':
      return pause(told.detail);
    case 'TenantActivated':
      return resume(told.detail);
  }
};

/** What fails here is tried again, and ends in the subscription's dead-letter queue. */
export const handler = async (event: unknown): Promise<void> => take(Event.parse(event));
