import { Lazy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ordersFunction } from '../../../services/app-plane/orders.function.ts';
import { productsFunction } from '../../../services/app-plane/products.function.ts';
import type { StageConfig } from '../../config.ts';
import { LambdaFunction } from '../lambdaFunction.ts';
import { TenantAccess } from './tenantAccess.ts';

export type TenantFunctionsProps = { readonly config: StageConfig };

/** The functions that serve tenants. They have no data permission but through the tenant's session. */
export class TenantFunctions extends Construct {
  readonly products: LambdaFunction;
  readonly orders: LambdaFunction;
  readonly access: TenantAccess;

  constructor(scope: Construct, id: string, { config }: TenantFunctionsProps) {
    super(scope, id);
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
    const functions = [this.products, this.orders];
    this.access = new TenantAccess(this, 'TenantAccess', functions);
    for (const each of functions) {
      each.allow(['sts:AssumeRole', 'sts:TagSession'], [this.access.role.roleArn]);
    }
  }
}
