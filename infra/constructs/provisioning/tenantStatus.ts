import { Duration } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import {
  TenantOffboardingCancelled,
  TenantOffboardingScheduled,
} from '../../../events/schemas/offboarding.ts';
import { TenantActivated, TenantDeactivated } from '../../../events/schemas/tenantStatus.ts';
import { relayStatusFunction } from '../../../services/provisioning/tenants/relayStatus.function.ts';
import { routeOutbox } from '../../../services/provisioning/tenants/routeOutbox.ts';
import { tenantStatusFunction } from '../../../services/provisioning/tenants/tenantStatus.function.ts';
import type { StageConfig } from '../../config.ts';
import type { DataTable } from '../dataTable.ts';
import { grantPublish } from '../events/publishing.ts';
import { LambdaFunction } from '../lambdaFunction.ts';
import { ScheduledFunction } from '../scheduledFunction.ts';

export type TenantStatusProps = {
  readonly config: StageConfig;
  readonly bus: IEventBus;
  readonly routingTable: DataTable;
};

/** What the bus is told of changes of how tenants stand. */
const CHANGES = [
  TenantDeactivated,
  TenantActivated,
  TenantOffboardingScheduled,
  TenantOffboardingCancelled,
];

const RELAY_EVERY = Duration.minutes(1);

/** What operators' functions are told of the protection of tenants. */
export const protectionOf = ({ protectTenants }: StageConfig) => ({
  TENANT_PROTECTION: protectTenants ? 'ACTIVE' : 'INACTIVE',
});

/** Switches tenants off and on for operators, has them leave, and tells the bus. */
export class TenantStatus extends Construct {
  readonly run: LambdaFunction;

  constructor(scope: Construct, id: string, props: TenantStatusProps) {
    super(scope, id);
    const { config, bus, routingTable } = props;
    const environment = { ROUTING_TABLE: routingTable.tableName, EVENT_BUS_NAME: bus.eventBusName };
    this.run = new LambdaFunction(this, 'Change', {
      config,
      declared: tenantStatusFunction,
      environment: { ...environment, ...protectionOf(config) },
    });
    const relay = new LambdaFunction(this, 'Relay', {
      config,
      declared: relayStatusFunction,
      environment,
      timeoutSeconds: 50,
    });
    for (const each of [this.run, relay]) {
      each.allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [routingTable.tableArn]);
      grantPublish(bus, each, CHANGES);
    }
    relay.allow(['dynamodb:Query'], [`${routingTable.tableArn}/index/${routeOutbox.index}`]);
    new ScheduledFunction(this, 'Relays', { run: relay, every: RELAY_EVERY });
  }
}
