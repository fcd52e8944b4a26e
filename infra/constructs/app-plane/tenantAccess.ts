import { Duration, Stack } from 'aws-cdk-lib';
import { ArnPrincipal, CompositePrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { everything } from '../../../services/shared/tenantAccess/sessionPolicy.ts';
import { SHARDS, shardKey } from '../../../services/shared/tenantTableKey.ts';
import type { DataTable } from '../dataTable.ts';
import type { LambdaFunction } from '../lambdaFunction.ts';

// biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM's, filled in by IAM
const TENANT_ID = '${aws:PrincipalTag/TenantId}';

const ACTIONS = everything.map((action) => `dynamodb:${action}`);

/** Whoever assumes the role must say for which tenant, and may say nothing else. */
const tagged = {
  Null: { 'aws:RequestTag/TenantId': 'false' },
  'ForAllValues:StringEquals': { 'aws:TagKeys': ['TenantId'] },
};

/**
 * The one role by which application functions reach tenants' data. Its sessions carry the tenant's
 * id as a tag, and its policy admits that tenant's rows and that tenant's table only.
 */
export class TenantAccess extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, functions: readonly LambdaFunction[]) {
    super(scope, id);
    const callers = functions.map(({ role }) =>
      new ArnPrincipal(role.roleArn).withConditions(tagged).withSessionTags(),
    );
    this.role = new Role(this, 'Role', {
      assumedBy: new CompositePrincipal(...callers),
      maxSessionDuration: Duration.hours(1),
    });
  }

  /** A pool tenant's own shards of the pooled table, each by its exact key. */
  allowPool(pooledTable: DataTable): void {
    const shards = Array.from({ length: SHARDS }, (_, shard) => shardKey(TENANT_ID, shard));
    this.role.addToPolicy(
      new PolicyStatement({
        actions: ACTIONS,
        resources: [pooledTable.tableArn],
        conditions: {
          'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': shards },
          // ForAllValues holds for a request without keys: this refuses it.
          Null: { 'dynamodb:LeadingKeys': 'false' },
        },
      }),
    );
  }

  /** A silo tenant's own table. */
  allowSilo(tenantResourcePrefix: string): void {
    const resourceName = `${tenantResourcePrefix}-${TENANT_ID}`;
    const table = Stack.of(this).formatArn({
      service: 'dynamodb',
      resource: 'table',
      resourceName,
    });
    this.role.addToPolicy(new PolicyStatement({ actions: ACTIONS, resources: [table] }));
  }
}
