import { CfnOutput, Stack } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { Tier } from '../../events/fields.ts';
import type { TierSettings } from '../../services/provisioning/provisioningEnv.ts';
import { tenantTableKey } from '../../services/shared/tenantTableKey.ts';
import { type StageConfig, tiers } from '../config.ts';
import { AppApi } from '../constructs/api/appApi.ts';
import { TenantFunctions } from '../constructs/app-plane/tenantFunctions.ts';
import { DataTable } from '../constructs/dataTable.ts';
import type { LambdaFunction } from '../constructs/lambdaFunction.ts';
import { AppOperations } from '../constructs/operations/appOperations.ts';
import type { ControlPlaneStack } from './controlPlaneStack.ts';
import type { FoundationStack } from './foundationStack.ts';

export type AppPlaneStackProps = {
  readonly config: StageConfig;
  readonly foundation: FoundationStack;
  readonly controlPlane: ControlPlaneStack;
};

/** What tenants' users call, and the table that pool tenants share. */
export class AppPlaneStack extends Stack {
  /** The steps of an offboarding that reach tenants' data. */
  readonly erasing: Readonly<Record<'EraseRows' | 'ProveErased', LambdaFunction>>;

  constructor(scope: Construct, id: string, props: AppPlaneStackProps) {
    const { config, foundation, controlPlane } = props;
    super(scope, id, { stackName: `tenant-onboarding-${config.stage}-app-plane` });
    const pooledTable = new DataTable(this, 'PooledTable', { config, ...tenantTableKey });
    const { names, routingTable, erasures } = foundation;
    const tenants = new TenantFunctions(this, 'Tenants', { config, names, routingTable, erasures });
    const { products, orders, access } = tenants;
    this.erasing = { EraseRows: tenants.eraseRows, ProveErased: tenants.proveErased };
    access.allowPool(pooledTable);
    access.allowSilo(names.tenantResourcePrefix);
    const { authorizer } = controlPlane;
    const functions = { products, orders };
    const { parameters, apis, appDashboard } = names;
    const api = new AppApi(this, 'AppApi', { config, name: apis.app, authorizer, functions });
    new AppOperations(this, 'Operations', {
      serverErrors: api.failing,
      functions,
      topic: controlPlane.alarmTopic,
      dashboardName: appDashboard,
    });
    const settings: [string, string, string][] = [
      ['Tiers', parameters.tiers, this.toJsonString(this.tierSettings(api))],
      ['PooledTableName', parameters.pooledTable, pooledTable.tableName],
      ['AppApiUrlParameter', parameters.appApiUrl, api.url],
    ];
    for (const [name, parameterName, stringValue] of settings) {
      new StringParameter(this, name, { parameterName, stringValue });
    }
    new CfnOutput(this, 'AppApiUrl', { value: api.url });
  }

  private tierSettings(api: AppApi): TierSettings {
    const setting = (tier: Tier) => ({
      deployment: tiers[tier].deployment,
      usagePlanId: api.addPlan(tier),
    });
    return Object.fromEntries(Tier.options.map((tier) => [tier, setting(tier)]));
  }
}
