import { Stack } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { TenantProvisioned } from '../../events/schemas/provisioning.ts';
import {
  AuthorizerEnv,
  PublisherEnv,
  UserCreatorEnv,
  UsersEnv,
} from '../../services/identity/identityEnv.ts';
import { memberIndex } from '../../services/identity/memberTable.ts';
import type { StageConfig } from '../config.ts';
import { acknowledge } from './acknowledge.ts';
import { DataTable } from './dataTable.ts';
import { EventRoute } from './eventRoute.ts';
import { LambdaFunction } from './lambdaFunction.ts';
import type { Operators } from './operators.ts';

export type IdentityServiceProps = {
  readonly config: StageConfig;
  readonly bus: IEventBus;
  readonly routingTable: DataTable;
  readonly operators: Operators;
};

const MEMBER_ACTIONS = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];

/** Makes and manages tenants' users, and lets them and operators in. */
export class IdentityService extends Construct {
  readonly authorizer: LambdaFunction;
  readonly users: LambdaFunction;
  private readonly members: DataTable;

  constructor(scope: Construct, id: string, props: IdentityServiceProps) {
    super(scope, id);
    this.members = new DataTable(this, 'Members', { config: props.config, partitionKey: 'pk' });
    this.members.addTextIndex(memberIndex.name, memberIndex.partition, memberIndex.sort);
    this.addTenantAdmins(props);
    this.authorizer = this.addAuthorizer(props);
    this.users = this.addUsers(props);
  }

  private addAuthorizer({ config, routingTable, operators }: IdentityServiceProps): LambdaFunction {
    const authorizer = new LambdaFunction(this, 'Authorize', {
      config,
      handler: 'identity/authorize',
      env: AuthorizerEnv,
      environment: {
        ROUTING_TABLE: routingTable.tableName,
        OPERATOR_USER_POOL_ID: operators.userPool.userPoolId,
        OPERATOR_CLIENT_ID: operators.client.userPoolClientId,
      },
    });
    authorizer.allow(['dynamodb:GetItem'], [routingTable.tableArn]);
    return authorizer;
  }

  private addUsers({ config, bus, routingTable }: IdentityServiceProps): LambdaFunction {
    const users = new LambdaFunction(this, 'Users', {
      config,
      handler: 'identity/users',
      env: UsersEnv,
      environment: {
        EVENT_BUS_NAME: bus.eventBusName,
        MEMBER_TABLE: this.members.tableName,
        ROUTING_TABLE: routingTable.tableName,
      },
    });
    users.allow(['dynamodb:GetItem'], [routingTable.tableArn]);
    users.allow([...MEMBER_ACTIONS, 'dynamodb:DeleteItem'], [this.members.tableArn]);
    users.allow(['dynamodb:Query'], [`${this.members.tableArn}/index/${memberIndex.name}`]);
    this.onPools(users, [
      'AdminCreateUser',
      'AdminGetUser',
      'AdminUpdateUserAttributes',
      'AdminEnableUser',
      'AdminDisableUser',
      'AdminDeleteUser',
    ]);
    bus.grantPutEventsTo(users.grantee);
    return users;
  }

  private addTenantAdmins({ config, bus }: IdentityServiceProps): void {
    const EVENT_BUS_NAME = bus.eventBusName;
    const consumer = new LambdaFunction(this, 'CreateTenantAdmin', {
      config,
      handler: 'identity/createTenantAdmin',
      env: UserCreatorEnv,
      environment: { EVENT_BUS_NAME, MEMBER_TABLE: this.members.tableName },
    });
    const onRetriesSpent = new LambdaFunction(this, 'ReportUserCreationFailure', {
      config,
      handler: 'identity/reportUserCreationFailure',
      env: PublisherEnv,
      environment: { EVENT_BUS_NAME },
    });
    consumer.allow(MEMBER_ACTIONS, [this.members.tableArn]);
    this.onPools(consumer, ['AdminCreateUser', 'AdminGetUser']);
    bus.grantPutEventsTo(consumer.grantee);
    bus.grantPutEventsTo(onRetriesSpent.grantee);
    const events = [TenantProvisioned];
    new EventRoute(this, 'TenantAdmins', { bus, events, consumer, onRetriesSpent });
  }

  private onPools({ role }: LambdaFunction, operations: string[]): void {
    role.addToPolicy(
      new PolicyStatement({
        actions: operations.map((operation) => `cognito-idp:${operation}`),
        resources: [Stack.of(this).formatArn({ service: 'cognito-idp', resource: 'userpool/*' })],
        conditions: { StringEquals: { 'aws:ResourceTag/Product': 'tenant-onboarding' } },
      }),
    );
    acknowledge(role, {
      'IAM5[Resource::arn:<AWS::Partition>:cognito-idp:<AWS::Region>:<AWS::AccountId>:userpool/*]':
        'Silo pools are made at run time; the condition admits only pools of this product.',
    });
  }
}
