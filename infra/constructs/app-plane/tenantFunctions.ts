import { Lazy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ordersFunction } from '../../../services/app-plane/orders.function.ts';
import { productsFunction } from '../../../services/app-plane/products.function.ts';
import { eraseRowsStep } from '../../../services/provisioning/offboarding/eraseRows.ts';
import { proveErasedStep } from '../../../services/provisioning/offboarding/proveErased.ts';
import type { StageConfig } from '../../config.ts';
import type { Names } from '../../names.ts';
import type { DataTable } from '../dataTable.ts';
import { LambdaFunction } from '../lambdaFunction.ts';
import { parameterArn } from '../parameterArn.ts';
import { TenantResourceGrants } from '../provisioning/tenantResourceGrants.ts';
import { runFunction } from '../saga/stepFunctions.ts';
import { TenantAccess } from './tenantAccess.ts';

export type TenantFunctionsProps = {
  readonly config: StageConfig;
  readonly names: Names;
  readonly routingTable: DataTable;
  readonly erasures: DataTable;
};

/** For some hundreds of rows, each deleted by a call of its own. */
const ERASE_SECONDS = 60;

/**
 * The functions that serve tenants, and those that erase the rows of one that leaves. They have no permission on
 * tenants' data but through the tenant's session.
 */
export class TenantFunctions extends Construct {
  readonly products: LambdaFunction;
  readonly orders: LambdaFunction;
  readonly eraseRows: LambdaFunction;
  readonly proveErased: LambdaFunction;
  readonly access: TenantAccess;

  constructor(scope: Construct, id: string, props: TenantFunctionsProps) {
    super(scope, id);
    const { config } = props;
    // The role trusts the functions' roles, and the functions name the role.
    const roleArn = Lazy.string({ produce: () => this.access.role.roleArn });
    const common = {
      config,
      environment: { TENANT_ACCESS_ROLE_ARN: roleArn },
      tenantIsolation: true,
    };
    this.products = new LambdaFunction(this, 'Products', {
      ...common,
      declared: productsFunction,
    });
    this.orders = new LambdaFunction(this, 'Orders', { ...common, declared: ordersFunction });
    const erasing = this.erasing(props, roleArn);
    this.eraseRows = runFunction(this, eraseRowsStep, erasing);
    this.proveErased = runFunction(this, proveErasedStep, erasing);
    this.grantErasing(props);
    const functions = [this.products, this.orders, this.eraseRows, this.proveErased];
    this.access = new TenantAccess(this, 'TenantAccess', functions);
    for (const each of functions) {
      each.allow(['sts:AssumeRole', 'sts:TagSession'], [this.access.role.roleArn]);
    }
  }

  private erasing({ config, names, routingTable, erasures }: TenantFunctionsProps, role: string) {
    const { pooledTable, pooledUserPool } = names.parameters;
    const environment = {
      TENANT_ACCESS_ROLE_ARN: role,
      POOLED_TABLE_PARAMETER: pooledTable,
      POOLED_USER_POOL_PARAMETER: pooledUserPool,
      RESOURCE_PREFIX: names.tenantResourcePrefix,
      ROUTING_TABLE: routingTable.tableName,
      ERASURE_TABLE: erasures.tableName,
    };
    return { config, environment, timeoutSeconds: ERASE_SECONDS };
  }

  private grantErasing({ names, routingTable, erasures }: TenantFunctionsProps): void {
    const { pooledTable, pooledUserPool } = names.parameters;
    for (const each of [this.eraseRows, this.proveErased]) {
      each.allow(['dynamodb:GetItem'], [routingTable.tableArn]);
      each.allow(['ssm:GetParameter'], [parameterArn(this, pooledTable)]);
    }
    this.eraseRows.allow(['dynamodb:UpdateItem'], [erasures.tableArn]);
    this.proveErased.allow(['ssm:GetParameter'], [parameterArn(this, pooledUserPool)]);
    new TenantResourceGrants(this, names.tenantResourcePrefix).lookForAll(this.proveErased);
  }
}
