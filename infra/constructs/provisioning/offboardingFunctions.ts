import { Construct } from 'constructs';
import { beginErasureStep } from '../../../services/provisioning/offboarding/beginErasure.ts';
import { dropApiKeyStep } from '../../../services/provisioning/offboarding/dropApiKey.ts';
import { dropDataStoreStep } from '../../../services/provisioning/offboarding/dropDataStore.ts';
import { dropIdentityStep } from '../../../services/provisioning/offboarding/dropIdentity.ts';
import { dropRouteStep } from '../../../services/provisioning/offboarding/dropRoute.ts';
import type { OffboardingTask } from '../../../services/provisioning/offboarding/offboardingSaga.ts';
import { sealTenantStep } from '../../../services/provisioning/offboarding/sealTenant.ts';
import { createDataStoreStep } from '../../../services/provisioning/onboarding/createDataStore.ts';
import type { StageConfig } from '../../config.ts';
import type { Names } from '../../names.ts';
import type { DataTable } from '../dataTable.ts';
import type { LambdaFunction } from '../lambdaFunction.ts';
import { parameterArn } from '../parameterArn.ts';
import { runFunction, undoFunction } from '../saga/stepFunctions.ts';
import { TenantResourceGrants } from './tenantResourceGrants.ts';

/** The tasks that are where what they reach is: on the bus, and tenants' rows. */
export type TasksElsewhere = Extract<
  OffboardingTask,
  `Publish${string}` | 'EraseRows' | 'ProveErased'
>;

export type OffboardingFunctionsProps = {
  readonly config: StageConfig;
  readonly names: Names;
  readonly routingTable: DataTable;
  readonly erasures: DataTable;
  readonly claims: DataTable;
};

/** A table takes its time to go. */
const SLOW_SECONDS = 60;

const read = 'dynamodb:GetItem';
const put = 'dynamodb:PutItem';
const update = 'dynamodb:UpdateItem';
const remove = 'dynamodb:DeleteItem';

/** The functions of an offboarding, each with what its own task touches and nothing more. */
export class OffboardingFunctions extends Construct {
  readonly byTask: Readonly<Record<Exclude<OffboardingTask, TasksElsewhere>, LambdaFunction>>;
  private readonly props: OffboardingFunctionsProps;
  private readonly grants: TenantResourceGrants;

  constructor(scope: Construct, id: string, props: OffboardingFunctionsProps) {
    super(scope, id);
    this.props = props;
    this.grants = new TenantResourceGrants(this, props.names.tenantResourcePrefix);
    this.byTask = { ...this.closing(), ...this.dropping(), DropRoute: this.dropRoute() };
  }

  private get task() {
    const { config, names, routingTable, erasures, claims } = this.props;
    const environment = {
      ROUTING_TABLE: routingTable.tableName,
      ERASURE_TABLE: erasures.tableName,
      CLAIM_TABLE: claims.tableName,
      RESOURCE_PREFIX: names.tenantResourcePrefix,
      POOLED_USER_POOL_PARAMETER: names.parameters.pooledUserPool,
    };
    return { config, environment };
  }

  private closing() {
    const { routingTable, erasures } = this.props;
    const { task } = this;
    const SealTenant = runFunction(this, sealTenantStep, task);
    const UnsealTenant = undoFunction(this, sealTenantStep, task);
    const BeginErasure = runFunction(this, beginErasureStep, task);
    for (const each of [SealTenant, UnsealTenant, BeginErasure]) {
      each.allow([update], [routingTable.tableArn]);
    }
    BeginErasure.allow([read], [routingTable.tableArn]);
    SealTenant.allow([read], [erasures.tableArn]);
    BeginErasure.allow([read, put], [erasures.tableArn]);
    return { SealTenant, UnsealTenant, BeginErasure };
  }

  private dropping() {
    const { names, routingTable, erasures, claims } = this.props;
    const { task } = this;
    const DropDataStore = runFunction(this, dropDataStoreStep, {
      ...task,
      timeoutSeconds: SLOW_SECONDS,
    });
    const DropApiKey = runFunction(this, dropApiKeyStep, task);
    const DropIdentity = runFunction(this, dropIdentityStep, task);
    this.grants.remove(DropDataStore, createDataStoreStep.makes);
    this.grants.deleteApiKeys(DropApiKey);
    this.grants.dropIdentity(DropIdentity);
    DropApiKey.allow([remove], [claims.tableArn]);
    const { pooledUserPool } = names.parameters;
    DropIdentity.allow(['ssm:GetParameter'], [parameterArn(this, pooledUserPool)]);
    for (const each of [DropDataStore, DropApiKey, DropIdentity]) {
      each.allow([read], [routingTable.tableArn]);
      each.allow([update], [erasures.tableArn]);
    }
    return { DropDataStore, DropApiKey, DropIdentity };
  }

  private dropRoute(): LambdaFunction {
    const { routingTable, claims } = this.props;
    const DropRoute = runFunction(this, dropRouteStep, this.task);
    DropRoute.allow([read, remove], [routingTable.tableArn]);
    DropRoute.allow([update, remove], [claims.tableArn]);
    return DropRoute;
  }
}
