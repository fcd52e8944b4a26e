import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import type { z } from 'zod';
import {
  TenantProvisioned,
  TenantProvisioningFailed,
} from '../../../events/schemas/provisioning.ts';
import type { OnboardingTask } from '../../../services/provisioning/onboarding/onboardingSaga.ts';
import * as env from '../../../services/provisioning/provisioningEnv.ts';
import type { StageConfig } from '../../config.ts';
import type { Names } from '../../names.ts';
import { DataTable } from '../dataTable.ts';
import { grantPublish } from '../events/publishing.ts';
import { LambdaFunction, type LambdaFunctionProps } from '../lambdaFunction.ts';
import { parameterArn } from '../parameterArn.ts';
import { TenantResourceGrants } from './tenantResourceGrants.ts';

export type OnboardingFunctionsProps = {
  readonly config: StageConfig;
  readonly names: Names;
  readonly bus: IEventBus;
  readonly routingTable: DataTable;
  readonly pooledUserPoolArn: string;
};

/** A table takes its time, and so does the list of all clients of the pool that tenants share. */
const SLOW_SECONDS = 60;

/** The saga's functions, each with what its own task touches and nothing more. */
export class OnboardingFunctions extends Construct {
  /** Who has which tenant's id, name and address. */
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
      ...this.dataStores(),
      ...this.routes(),
      ...this.outcomes(),
    };
  }

  private add<Env extends z.ZodObject>(
    id: string,
    handler: string,
    {
      env,
      ...more
    }: { env: Env } & Pick<LambdaFunctionProps<Env>, 'environment' | 'timeoutSeconds'>,
  ): LambdaFunction<Env> {
    const { config } = this.props;
    return new LambdaFunction(this, id, {
      config,
      declared: { handler: `provisioning/onboarding/${handler}`, environment: env },
      ...more,
    });
  }

  private get routingTable() {
    return { ROUTING_TABLE: this.props.routingTable.tableName };
  }

  /** What is removed, or told of, depends on whether people use the tenant: its route says so. */
  private letAskForUse(to: LambdaFunction): void {
    to.allow(['dynamodb:GetItem'], [this.props.routingTable.tableArn]);
  }

  private claiming() {
    const { tableName, tableArn } = this.claimTable;
    const environment = { CLAIM_TABLE: tableName };
    const ClaimTenant = this.add('ClaimTenant', 'claimTenant', { env: env.ClaimEnv, environment });
    const ReleaseTenant = this.add('ReleaseTenant', 'releaseTenant', {
      env: env.ClaimReleaseEnv,
      environment: { ...environment, ...this.routingTable },
    });
    this.letAskForUse(ReleaseTenant);
    ClaimTenant.allow(['dynamodb:PutItem'], [tableArn]);
    ReleaseTenant.allow(['dynamodb:DeleteItem'], [tableArn]);
    return { ClaimTenant, ReleaseTenant };
  }

  private identities() {
    const { names, pooledUserPoolArn } = this.props;
    const parameter = names.parameters.pooledUserPool;
    const environment = {
      RESOURCE_PREFIX: names.tenantResourcePrefix,
      POOLED_USER_POOL_PARAMETER: parameter,
    };
    const timeoutSeconds = SLOW_SECONDS;
    const CreateIdentity = this.add('CreateIdentity', 'createIdentity', {
      env: env.IdentityEnv,
      environment,
      timeoutSeconds,
    });
    const DeleteIdentity = this.add('DeleteIdentity', 'deleteIdentity', {
      env: env.IdentityRemovalEnv,
      environment: { ...environment, ...this.routingTable },
      timeoutSeconds,
    });
    this.letAskForUse(DeleteIdentity);
    this.grants.createIdentities(CreateIdentity);
    this.grants.deleteIdentities(DeleteIdentity);
    CreateIdentity.allow(['cognito-idp:ListUsers'], [pooledUserPoolArn]);
    for (const each of [CreateIdentity, DeleteIdentity]) {
      each.allow(['ssm:GetParameter'], [parameterArn(this, parameter)]);
    }
    return { CreateIdentity, DeleteIdentity };
  }

  private apiKeys() {
    const { names } = this.props;
    const { tiers } = names.parameters;
    const environment = { RESOURCE_PREFIX: names.tenantResourcePrefix, TIERS_PARAMETER: tiers };
    const CreateApiKey = this.add('CreateApiKey', 'createApiKey', {
      env: env.ApiKeyEnv,
      environment,
    });
    const DeleteApiKey = this.add('DeleteApiKey', 'deleteApiKey', {
      env: env.ApiKeyRemovalEnv,
      environment: { ...environment, ...this.routingTable },
    });
    this.letAskForUse(DeleteApiKey);
    this.grants.createApiKeys(CreateApiKey);
    this.grants.deleteApiKeys(DeleteApiKey);
    CreateApiKey.allow(['ssm:GetParameter'], [parameterArn(this, tiers)]);
    return { CreateApiKey, DeleteApiKey };
  }

  private dataStores() {
    const environment = { RESOURCE_PREFIX: this.props.names.tenantResourcePrefix };
    const timeoutSeconds = SLOW_SECONDS;
    const CreateDataStore = this.add('CreateDataStore', 'createDataStore', {
      env: env.PrefixEnv,
      environment,
      timeoutSeconds,
    });
    const DeleteDataStore = this.add('DeleteDataStore', 'deleteDataStore', {
      env: env.DataStoreRemovalEnv,
      environment: { ...environment, ...this.routingTable },
      timeoutSeconds,
    });
    this.letAskForUse(DeleteDataStore);
    this.grants.createTables(CreateDataStore);
    this.grants.deleteTables(DeleteDataStore);
    return { CreateDataStore, DeleteDataStore };
  }

  private routes() {
    const { names, routingTable } = this.props;
    const { pooledTable } = names.parameters;
    const WriteRoute = this.add('WriteRoute', 'writeRoute', {
      env: env.RouteEnv,
      environment: {
        RESOURCE_PREFIX: names.tenantResourcePrefix,
        ...this.routingTable,
        POOLED_TABLE_PARAMETER: pooledTable,
      },
    });
    const DeleteRoute = this.add('DeleteRoute', 'deleteRoute', {
      env: env.RoutingTableEnv,
      environment: this.routingTable,
    });
    for (const each of [WriteRoute, DeleteRoute]) this.letAskForUse(each);
    WriteRoute.allow(['dynamodb:PutItem'], [routingTable.tableArn]);
    WriteRoute.allow(['ssm:GetParameter'], [parameterArn(this, pooledTable)]);
    this.grants.readApiKeys(WriteRoute);
    DeleteRoute.allow(['dynamodb:DeleteItem'], [routingTable.tableArn]);
    return { WriteRoute, DeleteRoute };
  }

  private outcomes() {
    const { bus } = this.props;
    const environment = { EVENT_BUS_NAME: bus.eventBusName };
    const PublishTenantProvisioned = this.add(
      'PublishTenantProvisioned',
      'publishTenantProvisioned',
      { env: env.PublisherEnv, environment },
    );
    const PublishTenantProvisioningFailed = this.add(
      'PublishTenantProvisioningFailed',
      'publishTenantProvisioningFailed',
      {
        env: env.FailurePublisherEnv,
        environment: {
          ...environment,
          ...this.routingTable,
          CLAIM_TABLE: this.claimTable.tableName,
        },
      },
    );
    this.letAskForUse(PublishTenantProvisioningFailed);
    PublishTenantProvisioningFailed.allow(['dynamodb:GetItem'], [this.claimTable.tableArn]);
    grantPublish(bus, PublishTenantProvisioned, [TenantProvisioned]);
    grantPublish(bus, PublishTenantProvisioningFailed, [TenantProvisioningFailed]);
    return { PublishTenantProvisioned, PublishTenantProvisioningFailed };
  }
}
