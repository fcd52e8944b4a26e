import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { ClientAttributes, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { appClientFacts } from '../../services/provisioning/userPoolFacts.ts';
import type { StageConfig } from '../config.ts';
import { DataTable } from '../constructs/dataTable.ts';
import { InvitedUserPool } from '../constructs/invitedUserPool.ts';
import { type Names, namesOf } from '../names.ts';

export type FoundationStackProps = { readonly config: StageConfig };

/** What outlives every release of the code: the bus, the user pools, the routing table. */
export class FoundationStack extends Stack {
  readonly names: Names;
  readonly bus: IEventBus;
  readonly pooledUserPool: InvitedUserPool;
  readonly routingTable: DataTable;

  constructor(scope: Construct, id: string, { config }: FoundationStackProps) {
    super(scope, id, { stackName: `tenant-onboarding-${config.stage}-foundation` });
    this.names = namesOf(config.stage);
    this.bus = this.eventBus();
    this.pooledUserPool = new InvitedUserPool(this, 'PooledUserPool', { config });
    this.routingTable = new DataTable(this, 'RoutingTable', { config, partitionKey: 'tenantId' });
    new StringParameter(this, 'PooledUserPoolId', {
      parameterName: this.names.parameters.pooledUserPool,
      stringValue: this.pooledUserPool.userPoolId,
    });
    this.addOperators(config);
    new CfnOutput(this, 'EventBusName', { value: this.bus.eventBusName });
    new CfnOutput(this, 'Region', { value: this.region });
  }

  /** As an interface: EventBus itself does not satisfy it under exactOptionalPropertyTypes. */
  private eventBus(): IEventBus {
    const { eventBusArn, eventBusName, eventBusPolicy } = new EventBus(this, 'TenantEvents', {
      eventBusName: this.names.eventBus,
    });
    const attributes = { eventBusArn, eventBusName, eventBusPolicy };
    return EventBus.fromEventBusAttributes(this, 'Bus', attributes);
  }

  /** Operators are no tenant's users: they have a pool of their own. */
  private addOperators(config: StageConfig): void {
    const operators = new InvitedUserPool(this, 'OperatorUserPool', { config });
    const client = new UserPoolClient(this, 'OperatorClient', {
      userPool: operators,
      authFlows: { userPassword: true, userSrp: true },
      preventUserExistenceErrors: true,
      idTokenValidity: Duration.minutes(appClientFacts.tokenMinutes),
      accessTokenValidity: Duration.minutes(appClientFacts.tokenMinutes),
      disableOAuth: true,
      writeAttributes: new ClientAttributes().withStandardAttributes({
        email: true,
        fullname: true,
      }),
    });
    new CfnOutput(this, 'OperatorUserPoolId', { value: operators.userPoolId });
    new CfnOutput(this, 'OperatorClientId', { value: client.userPoolClientId });
  }
}
