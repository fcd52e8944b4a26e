import { Stack } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { TenantProvisioned } from '../../events/schemas/provisioning.ts';
import { AuthorizerEnv, PublisherEnv } from '../../services/identity/identityEnv.ts';
import type { StageConfig } from '../config.ts';
import { acknowledge } from './acknowledge.ts';
import type { DataTable } from './dataTable.ts';
import { EventRoute } from './eventRoute.ts';
import { LambdaFunction } from './lambdaFunction.ts';

export type IdentityServiceProps = {
  readonly config: StageConfig;
  readonly bus: IEventBus;
  readonly routingTable: DataTable;
};

/** Makes tenants' admins, and lets tenants' users in. */
export class IdentityService extends Construct {
  readonly authorizer: LambdaFunction;

  constructor(scope: Construct, id: string, props: IdentityServiceProps) {
    super(scope, id);
    this.addTenantAdmins(props);
    this.authorizer = new LambdaFunction(this, 'Authorize', {
      config: props.config,
      handler: 'identity/authorize',
      env: AuthorizerEnv,
      environment: { ROUTING_TABLE: props.routingTable.tableName },
    });
    this.authorizer.allow(['dynamodb:GetItem'], [props.routingTable.tableArn]);
  }

  private addTenantAdmins({ config, bus }: IdentityServiceProps): void {
    const environment = { EVENT_BUS_NAME: bus.eventBusName };
    const consumer = new LambdaFunction(this, 'CreateTenantAdmin', {
      config,
      handler: 'identity/createTenantAdmin',
      env: PublisherEnv,
      environment,
    });
    const onRetriesSpent = new LambdaFunction(this, 'ReportUserCreationFailure', {
      config,
      handler: 'identity/reportUserCreationFailure',
      env: PublisherEnv,
      environment,
    });
    this.allowUserCreation(consumer);
    bus.grantPutEventsTo(consumer.grantee);
    bus.grantPutEventsTo(onRetriesSpent.grantee);
    const events = [TenantProvisioned];
    new EventRoute(this, 'TenantAdmins', { bus, events, consumer, onRetriesSpent });
  }

  private allowUserCreation({ role }: LambdaFunction): void {
    const pools = Stack.of(this).formatArn({ service: 'cognito-idp', resource: 'userpool/*' });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['cognito-idp:AdminCreateUser', 'cognito-idp:AdminGetUser'],
        resources: [pools],
        conditions: { StringEquals: { 'aws:ResourceTag/Product': 'tenant-onboarding' } },
      }),
    );
    acknowledge(role, {
      'IAM5[Resource::arn:<AWS::Partition>:cognito-idp:<AWS::Region>:<AWS::AccountId>:userpool/*]':
        'Silo pools are made at run time; the condition admits only pools of this product.',
    });
  }
}
