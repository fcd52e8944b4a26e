import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Archive, EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { allSources } from '../../events/catalog.ts';
import { routeDue } from '../../services/provisioning/tenants/routeDue.ts';
import { routeOutbox } from '../../services/provisioning/tenants/routeOutbox.ts';
import type { StageConfig } from '../config.ts';
import { DataTable } from '../constructs/dataTable.ts';
import { matching } from '../constructs/events/routedPattern.ts';
import { InvitedUserPool, type PoolTriggers } from '../constructs/identity/invitedUserPool.ts';
import { MailWording } from '../constructs/identity/mailWording.ts';
import { MemberAdmission } from '../constructs/identity/memberAdmission.ts';
import { MemberTable } from '../constructs/identity/memberTable.ts';
import { Operators } from '../constructs/identity/operators.ts';
import { type Names, namesOf } from '../names.ts';

export type FoundationStackProps = { readonly config: StageConfig };

/**
 * For the bus and its archive, which go or stay together: an archive has a rule on its bus, and a bus with rules
 * is not deleted. A first deployment that fails leaves neither: the next one makes them again by the same names.
 */
const keptWhere = (retainData: boolean): RemovalPolicy =>
  retainData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;

/** What outlives every release of the code: the bus, the user pools, the tables of routes and of members. */
export class FoundationStack extends Stack {
  readonly names: Names;
  readonly bus: IEventBus;
  readonly pooledUserPool: InvitedUserPool;
  readonly routingTable: DataTable;
  readonly members: DataTable;
  /** What was erased of each tenant that has left. */
  readonly erasures: DataTable;
  /** What the pools of tenants' users ask. */
  readonly triggers: PoolTriggers;
  /** Operators are no tenant's users: they have a pool of their own. */
  readonly operators: Operators;

  constructor(scope: Construct, id: string, { config }: FoundationStackProps) {
    super(scope, id, { stackName: `tenant-onboarding-${config.stage}-foundation` });
    this.names = namesOf(config.stage);
    this.bus = this.eventBus(config);
    this.archiveEvents(config);
    this.routingTable = new DataTable(this, 'RoutingTable', { config, partitionKey: 'tenantId' });
    for (const { index, partition, sort } of [routeOutbox, routeDue]) {
      this.routingTable.addKeyIndex(index, partition, sort);
    }
    this.erasures = new DataTable(this, 'Erasures', { config, partitionKey: 'tenantId' });
    this.members = new MemberTable(this, 'Members', config);
    this.triggers = this.poolTriggers(config);
    this.pooledUserPool = new InvitedUserPool(this, 'PooledUserPool', {
      config,
      users: 'tenants',
      triggers: this.triggers,
    });
    new StringParameter(this, 'PooledUserPoolId', {
      parameterName: this.names.parameters.pooledUserPool,
      stringValue: this.pooledUserPool.userPoolId,
    });
    this.operators = new Operators(this, 'Operators', { config });
    new CfnOutput(this, 'OperatorUserPoolId', { value: this.operators.userPool.userPoolId });
    new CfnOutput(this, 'OperatorClientId', { value: this.operators.client.userPoolClientId });
    new CfnOutput(this, 'EventBusName', { value: this.bus.eventBusName });
    new CfnOutput(this, 'Region', { value: this.region });
  }

  private poolTriggers(config: StageConfig): PoolTriggers {
    const { names, routingTable, members } = this;
    const admission = new MemberAdmission(this, 'Admission', { config, routingTable, members });
    const preTokenGeneration = admission.function;
    if (config.mailFrom === undefined) return { preTokenGeneration };
    const wording = new MailWording(this, 'Wording', { config, names, routingTable, members });
    return { preTokenGeneration, customMessage: wording.function };
  }

  /** As an interface: EventBus itself does not satisfy it under exactOptionalPropertyTypes. */
  private eventBus({ retainData }: StageConfig): IEventBus {
    const bus = new EventBus(this, 'TenantEvents', { eventBusName: this.names.eventBus });
    bus.applyRemovalPolicy(keptWhere(retainData));
    const { eventBusArn, eventBusName, eventBusPolicy } = bus;
    const attributes = { eventBusArn, eventBusName, eventBusPolicy };
    return EventBus.fromEventBusAttributes(this, 'Bus', attributes);
  }

  /** Under the bus's own name: whoever knows the bus can replay from it. */
  private archiveEvents({ eventRetentionDays, retainData }: StageConfig): void {
    const archive = new Archive(this, 'EventArchive', {
      archiveName: this.names.eventBus,
      sourceEventBus: this.bus,
      eventPattern: { source: matching(allSources) },
      retention: Duration.days(eventRetentionDays),
    });
    archive.applyRemovalPolicy(keptWhere(retainData));
  }
}
