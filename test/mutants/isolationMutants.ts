import { z } from 'zod';
import { JsonObject } from '../../engine/kernel/json.ts';
import { audienceMutants } from './audienceMutants.ts';
import {
  allowing,
  conditions,
  everywhere,
  inPolicy,
  type Mutant,
  matching,
  Policy,
  property,
  type Statement,
  type Template,
  text,
  without,
} from './weaken.ts';

const inTrust =
  (weaken: (statement: Statement) => void) =>
  (template: Template): void => {
    const role = matching(template, 'AWS::IAM::Role', /TenantAccessRole/);
    const document = Policy.parse(role.Properties['AssumeRolePolicyDocument']);
    for (const statement of document.Statement) weaken(statement);
    role.Properties['AssumeRolePolicyDocument'] = JsonObject.parse(document);
  };

const TENANT_ACCESS = /TenantAccessRoleDefaultPolicy/;
const pooled = (statement: Statement): boolean => statement.Condition !== undefined;
const silo = (statement: Statement): boolean => statement.Condition === undefined;

const Keys = z.record(z.string(), z.array(z.string()));
const ALL_KEYS = 'ForAllValues:StringEquals';
const leadingKeys = (statement: Statement): string[] =>
  Keys.parse(conditions(statement)[ALL_KEYS])['dynamodb:LeadingKeys'] ?? [];

const withKeys = (operator: string, change: (key: string) => string) => (statement: Statement) => {
  const keys = leadingKeys(statement).map(change);
  const { [ALL_KEYS]: _dropped, ...rest } = conditions(statement);
  statement.Condition = { ...rest, [operator]: { 'dynamodb:LeadingKeys': keys } };
};

const pool = (name: string, weaken: (statement: Statement) => void): Mutant => ({
  name: `pooled table: ${name}`,
  stack: 'AppPlane',
  weaken: inPolicy(TENANT_ACCESS, pooled, weaken),
});

/** Every statement and setting that guards isolation, weakened in every way that the issue names. */
export const mutants: readonly Mutant[] = [
  pool('no condition at all', (statement) => {
    statement.Condition = {};
  }),
  pool('no LeadingKeys', without(ALL_KEYS)),
  pool('no Null', without('Null')),
  pool(
    'ForAnyValue for ForAllValues',
    withKeys('ForAnyValue:StringEquals', (key) => key),
  ),
  pool(
    'StringLike with a wildcard',
    withKeys('ForAllValues:StringLike', (key) => `${key.split('#')[0]}*`),
  ),
  pool(
    'StringLike for StringEquals',
    withKeys('ForAllValues:StringLike', (key) => key),
  ),
  pool('every resource', everywhere),
  pool('Scan allowed', allowing('dynamodb:Scan')),
  pool('PartiQL and batches allowed', allowing('dynamodb:Batch*')),
  pool(
    'any shard number',
    withKeys('ForAllValues:StringLike', (key) => `${key.split('#')[0]}#*`),
  ),
  {
    name: 'silo table: any tenant’s',
    stack: 'AppPlane',
    weaken: inPolicy(TENANT_ACCESS, silo, (statement) => {
      const resource = JSON.stringify(statement['Resource']);
      statement['Resource'] = JSON.parse(resource.replace(/\$\{aws:PrincipalTag\/TenantId\}/, '*'));
    }),
  },
  {
    name: 'silo table: every resource',
    stack: 'AppPlane',
    weaken: inPolicy(TENANT_ACCESS, silo, everywhere),
  },
  { name: 'trust: no tag needed', stack: 'AppPlane', weaken: inTrust(without('Null')) },
  { name: 'trust: any tag', stack: 'AppPlane', weaken: inTrust(without(ALL_KEYS)) },
  {
    name: 'trust: anybody in the account',
    stack: 'AppPlane',
    weaken: inTrust((statement) => {
      statement['Principal'] = { AWS: '*' };
    }),
  },
  {
    name: 'products: data permission of its own',
    stack: 'AppPlane',
    weaken: inPolicy(
      /ProductsRoleDefaultPolicy/,
      () => true,
      (statement) => {
        allowing('dynamodb:*')(statement);
        everywhere(statement);
      },
    ),
  },
  {
    name: 'identity functions: users of any pool in the account',
    stack: 'ControlPlane',
    weaken: inPolicy(/CreateTenantAdminRoleDefaultPolicy/, pooled, (statement) => {
      statement.Condition = {};
    }),
  },
  {
    name: 'undo of identities: any pool of the product',
    stack: 'ControlPlane',
    weaken: inPolicy(
      /DeleteIdentityRoleDefaultPolicy/,
      (statement) => conditions(statement)['Null'] !== undefined,
      without('Null'),
    ),
  },
  {
    name: 'user pool: tenantId may change',
    stack: 'Foundation',
    weaken: text('AWS::Cognito::UserPool', /^PooledUserPool/, [
      '"Mutable":false,"Name":"tenantId"',
      '"Mutable":true,"Name":"tenantId"',
    ]),
  },
  {
    name: 'user pool: open sign-up',
    stack: 'Foundation',
    weaken: property('AWS::Cognito::UserPool', /^PooledUserPool/, {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
    }),
  },
  {
    name: 'operator client: may write its own role',
    stack: 'Foundation',
    weaken: property('AWS::Cognito::UserPoolClient', /Operators/, {
      WriteAttributes: ['email', 'name', 'custom:userRole'],
    }),
  },
  {
    name: 'application API: a route without authorizer',
    stack: 'AppPlane',
    weaken: property('AWS::ApiGateway::Method', /productsGET/, { AuthorizationType: 'NONE' }),
  },
  {
    name: 'application API: a route without API key',
    stack: 'AppPlane',
    weaken: property('AWS::ApiGateway::Method', /productsGET/, { ApiKeyRequired: false }),
  },
  {
    name: 'application functions: one environment for all tenants',
    stack: 'AppPlane',
    weaken: (template) => {
      const products = matching(template, 'AWS::Lambda::Function', /Products/);
      const { TenancyConfig: _dropped, ...rest } = products.Properties;
      products.Properties = rest;
    },
  },
  ...audienceMutants,
];
