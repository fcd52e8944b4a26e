import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import {
  TenantProvisioned,
  TenantProvisioningFailed,
} from '../../../events/schemas/provisioning.ts';
import { claimTenantStep } from '../../../services/provisioning/onboarding/claimTenant.ts';
import { createApiKeyStep } from '../../../services/provisioning/onboarding/createApiKey.ts';
import { createIdentityStep } from '../../../services/provisioning/onboarding/createIdentity.ts';
import { makingSteps } from '../../../services/provisioning/onboarding/madeResource.ts';
import {
  type OnboardingTask,
  onboardingSaga,
} from '../../../services/provisioning/onboarding/onboardingSaga.ts';
import { publishTenantProvisionedStep } from '../../../services/provisioning/onboarding/publishTenantProvisioned.ts';
import { tenantProvisioningFailed } from '../../../services/provisioning/onboarding/publishTenantProvisioningFailed.ts';
import { writeRouteStep } from '../../../services/provisioning/onboarding/writeRoute.ts';
import type { StageConfig } from '../../config.ts';
import type { Names } from '../../names.ts';
import { DataTable } from '../dataTable.ts';
import { grantPublish } from '../events/publishing.ts';
import type { PoolTriggers } from '../identity/invitedUserPool.ts';
import type { LambdaFunction } from '../lambdaFunction.ts';
import { senderArn } from '../mail/senderArn.ts';
import { parameterArn } from '../parameterArn.ts';
import { runFunction, undoFunction } from '../saga/stepFunctions.ts';
import { paceOf } from './paceOf.ts';
import { TenantResourceGrants } from './tenantResourceGrants.ts';

export type OnboardingFunctionsProps = {
  readonly config: StageConfig;
  readonly names: Names;
  readonly bus: IEventBus;
  readonly routingTable: DataTable;
  /** What user pools ask. */
  readonly triggers: PoolTriggers;
};

/** A table takes its time, and so does the list of all clients of the pool that tenants share. */
const SLOW_SECONDS = 60;

const making = makingSteps(onboardingSaga.steps);

/** The functions of the steps that make a resource that is called after its tenant. */
type MakingFunctions = Record<(typeof making)[number]['name' | 'undo'], LambdaFunction>;

const areAll = (made: Partial<MakingFunctions>): made is MakingFunctions =>
  making.every(({ name, undo }) => made[name] && made[undo]);

/** The saga's functions, each with what its own task touches and nothing more. */
export class OnboardingFunctions extends Construct {
  /** Who has which tenant's id and name. */
  readonly claimTable: DataTable;
  readonly byTask: Readonly<Record<OnboardingTask, LambdaFunction>>;
  private readonly props: OnboardingFunctionsProps;
  private readonly grants: TenantResourceGrants;

  constructor(scope: Construct, id: string, props: OnboardingFunctionsProps) {
    super(scope, id);
    this.props = props;
    this.grants = new TenantResourceGrants(this, props.names.tenantResourcePrefix);
    this.claimTable = new DataTable(this, 'Claims', { config: props.config, partitionKey: 'pk' });
    this.byTask = {
      ...this.claiming(),
      ...this.identities(),
      ...this.apiKeys(),
      ...this.madeResources(),
      ...this.routes(),
      ...this.outcomes(),
    };
  }

  /** What functions are given: each takes of it what its step's environment names. */
  private get task() {
    const { config, names, bus, routingTable, triggers } = this.props;
    const { pooledUserPool, pooledTable, tiers } = names.parameters;
    const environment = {
      ...paceOf(this.claimTable),
      ROUTING_TABLE: routingTable.tableName,
      RESOURCE_PREFIX: names.tenantResourcePrefix,
      POOLED_USER_POOL_PARAMETER: pooledUserPool,
      ADMIT_MEMBER_ARN: triggers.preTokenGeneration.functionArn,
      WORD_MAIL_ARN: triggers.customMessage?.functionArn ?? '',
      MAIL_SENDER_ARN: config.mailFrom === undefined ? '' : senderArn(this, config.mailFrom),
      DELETION_PROTECTION: config.protectSilos ? 'ACTIVE' : 'INACTIVE',
      POOLED_TABLE_PARAMETER: pooledTable,
      TIERS_PARAMETER: tiers,
      EVENT_BUS_NAME: bus.eventBusName,
    };
    return { config, environment };
  }

  private get slowTask() {
    return { ...this.task, timeoutSeconds: SLOW_SECONDS };
  }

  /** What is removed, or told of, depends on whether people use the tenant: its route says so. */
  private letAskForUse(to: LambdaFunction): void {
    to.allow(['dynamodb:GetItem'], [this.props.routingTable.tableArn]);
  }

  private claiming() {
    const { tableArn } = this.claimTable;
    const { task } = this;
    const ClaimTenant = runFunction(this, claimTenantStep, task);
    const ReleaseTenant = undoFunction(this, claimTenantStep, task);
    this.letAskForUse(ReleaseTenant);
    ClaimTenant.allow(['dynamodb:PutItem'], [tableArn]);
    ReleaseTenant.allow(['dynamodb:DeleteItem'], [tableArn]);
    return { ClaimTenant, ReleaseTenant };
  }

  private identities() {
    const { pooledUserPool } = this.props.names.parameters;
    const task = this.slowTask;
    const CreateIdentity = runFunction(this, createIdentityStep, task);
    const DeleteIdentity = undoFunction(this, createIdentityStep, task);
    this.letAskForUse(DeleteIdentity);
    this.grants.createIdentities(CreateIdentity);
    this.grants.deleteIdentities(DeleteIdentity);
    for (const each of [CreateIdentity, DeleteIdentity]) {
      each.allow(['ssm:GetParameter'], [parameterArn(this, pooledUserPool)]);
    }
    return { CreateIdentity, DeleteIdentity };
  }

  private apiKeys() {
    const { tiers } = this.props.names.parameters;
    const { task } = this;
    const CreateApiKey = runFunction(this, createApiKeyStep, task);
    const DeleteApiKey = undoFunction(this, createApiKeyStep, task);
    this.letAskForUse(DeleteApiKey);
    this.grants.createApiKeys(CreateApiKey);
    this.grants.deleteApiKeys(DeleteApiKey);
    CreateApiKey.allow(['ssm:GetParameter'], [parameterArn(this, tiers)]);
    CreateApiKey.allow(['dynamodb:UpdateItem'], [this.claimTable.tableArn]);
    DeleteApiKey.allow(['dynamodb:DeleteItem'], [this.claimTable.tableArn]);
    return { CreateApiKey, DeleteApiKey };
  }

  /** Nothing here is written for one of these steps: each says what it makes. */
  private madeResources(): MakingFunctions {
    const made: Partial<MakingFunctions> = {};
    for (const step of making) {
      const run = runFunction(this, step, this.slowTask);
      const undo = undoFunction(this, step, this.slowTask);
      this.letAskForUse(undo);
      this.grants.make(run, step.makes);
      this.grants.remove(undo, step.makes);
      made[step.name] = run;
      made[step.undo] = undo;
    }
    if (!areAll(made)) throw new Error('a step that makes something has no function');
    return made;
  }

  private routes() {
    const { names, routingTable } = this.props;
    const { pooledTable } = names.parameters;
    const { task } = this;
    const WriteRoute = runFunction(this, writeRouteStep, task);
    const DeleteRoute = undoFunction(this, writeRouteStep, task);
    for (const each of [WriteRoute, DeleteRoute]) this.letAskForUse(each);
    WriteRoute.allow(['dynamodb:PutItem', 'dynamodb:DeleteItem'], [routingTable.tableArn]);
    WriteRoute.allow(['ssm:GetParameter'], [parameterArn(this, pooledTable)]);
    WriteRoute.allow(['dynamodb:GetItem'], [this.claimTable.tableArn]);
    DeleteRoute.allow(['dynamodb:DeleteItem'], [routingTable.tableArn]);
    return { WriteRoute, DeleteRoute };
  }

  private outcomes() {
    const { bus } = this.props;
    const { task } = this;
    const PublishTenantProvisioned = runFunction(this, publishTenantProvisionedStep, task);
    const PublishTenantProvisioningFailed = runFunction(this, tenantProvisioningFailed, task);
    this.letAskForUse(PublishTenantProvisioningFailed);
    PublishTenantProvisioned.allow(['dynamodb:UpdateItem'], [this.props.routingTable.tableArn]);
    PublishTenantProvisioningFailed.allow(['dynamodb:GetItem'], [this.claimTable.tableArn]);
    grantPublish(bus, PublishTenantProvisioned, [TenantProvisioned]);
    grantPublish(bus, PublishTenantProvisioningFailed, [TenantProvisioningFailed]);
    return { PublishTenantProvisioned, PublishTenantProvisioningFailed };
  }
}
