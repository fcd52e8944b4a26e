import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { TenantOffboarded, TenantOffboardingFailed } from '../../../events/schemas/offboarding.ts';
import { publishTenantOffboardedStep } from '../../../services/provisioning/offboarding/publishTenantOffboarded.ts';
import { tenantOffboardingFailed } from '../../../services/provisioning/offboarding/publishTenantOffboardingFailed.ts';
import type { StageConfig } from '../../config.ts';
import type { DataTable } from '../dataTable.ts';
import { grantPublish } from '../events/publishing.ts';
import type { LambdaFunction } from '../lambdaFunction.ts';
import { runFunction } from '../saga/stepFunctions.ts';

export type OffboardingNewsProps = {
  readonly config: StageConfig;
  readonly bus: IEventBus;
  readonly routingTable: DataTable;
  readonly erasures: DataTable;
};

/** The tasks of an offboarding that tell the bus: they are where the bus admits who publishes in this name. */
export class OffboardingNews extends Construct {
  readonly byTask: Readonly<
    Record<'PublishTenantOffboarded' | 'PublishTenantOffboardingFailed', LambdaFunction>
  >;

  constructor(scope: Construct, id: string, props: OffboardingNewsProps) {
    super(scope, id);
    const { config, bus, routingTable, erasures } = props;
    const environment = {
      EVENT_BUS_NAME: bus.eventBusName,
      ROUTING_TABLE: routingTable.tableName,
      ERASURE_TABLE: erasures.tableName,
    };
    const task = { config, environment };
    const PublishTenantOffboarded = runFunction(this, publishTenantOffboardedStep, task);
    const PublishTenantOffboardingFailed = runFunction(this, tenantOffboardingFailed, task);
    const receipt = ['dynamodb:GetItem', 'dynamodb:UpdateItem'];
    PublishTenantOffboarded.allow(receipt, [erasures.tableArn]);
    PublishTenantOffboardingFailed.allow(['dynamodb:GetItem'], [routingTable.tableArn]);
    grantPublish(bus, PublishTenantOffboarded, [TenantOffboarded]);
    grantPublish(bus, PublishTenantOffboardingFailed, [TenantOffboardingFailed]);
    this.byTask = { PublishTenantOffboarded, PublishTenantOffboardingFailed };
  }
}
