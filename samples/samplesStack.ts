import { join } from 'node:path';
import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Construct } from 'constructs';
import { TenantOffboarded } from '../events/schemas/offboarding.ts';
import { TenantProvisioned, TenantProvisioningFailed } from '../events/schemas/provisioning.ts';
import { TenantActivated, TenantDeactivated } from '../events/schemas/tenantStatus.ts';
import { acknowledge } from '../infra/constructs/acknowledge.ts';
import { TenantEventSubscription } from '../infra/constructs/events/tenantEventSubscription.ts';
import { followed } from './crm/facts.ts';

export type SamplesStackProps = {
  readonly busName: string;
  /** The billing system's address, e.g. that of the mock. */
  readonly billingUrl: string;
};

const LOGS_ROLE =
  'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]';

/** Some of the SDK's dependencies call `require`, which an ES module does not have. */
const banner =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

const text = (name: string) => ({ name, type: AttributeType.STRING });

/** Two subscribers, as other teams would deploy theirs: they know the bus and the event contract. */
export class SamplesStack extends Stack {
  constructor(scope: Construct, id: string, { busName, billingUrl }: SamplesStackProps) {
    super(scope, id, { stackName: `${busName}-samples` });
    const bus = EventBus.fromEventBusName(this, 'Bus', busName);

    const ledger = this.table('Ledger', 'tenantId');
    const billing = this.consumer('Billing', 'billing/tenantEvent', {
      LEDGER_TABLE_NAME: ledger.tableName,
      BILLING_URL: billingUrl,
    });
    ledger.grant(billing, 'dynamodb:GetItem', 'dynamodb:PutItem');
    new TenantEventSubscription(this, 'BillingEvents', {
      subscriber: 'billing',
      bus,
      events: [
        TenantProvisioned,
        TenantProvisioningFailed,
        TenantDeactivated,
        TenantActivated,
        TenantOffboarded,
      ],
      target: { kind: 'function', function: billing },
    });

    const contacts = this.table('Contacts', 'tenantId', 'entry');
    const crm = this.consumer('Crm', 'crm/tenantEvent', {
      CONTACT_TABLE_NAME: contacts.tableName,
    });
    const writes = ['dynamodb:UpdateItem', 'dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem'];
    contacts.grant(crm, 'dynamodb:Query', ...writes);
    new TenantEventSubscription(this, 'CrmEvents', {
      subscriber: 'crm',
      bus,
      events: followed,
      target: { kind: 'function', function: crm },
    });

    new CfnOutput(this, 'BillingLedgerName', { value: ledger.tableName });
    new CfnOutput(this, 'CrmContactsName', { value: contacts.tableName });
  }

  private table(id: string, partitionKey: string, sortKey?: string): Table {
    return new Table(this, id, {
      partitionKey: text(partitionKey),
      ...(sortKey !== undefined && { sortKey: text(sortKey) }),
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  private consumer(id: string, handler: string, environment: Record<string, string>) {
    const consumer = new NodejsFunction(this, id, {
      entry: join(import.meta.dirname, `${handler}.handler.ts`),
      runtime: Runtime.NODEJS_24_X,
      timeout: Duration.seconds(10),
      environment,
      bundling: {
        format: OutputFormat.ESM,
        mainFields: ['module', 'main'],
        banner,
        bundleAwsSDK: true,
      },
    });
    if (consumer.role) acknowledge(consumer.role, { [LOGS_ROLE]: 'CDK’s own role for logs.' });
    return consumer;
  }
}
