import { z } from 'zod';
import { JsonObject, JsonValue } from '../../engine/kernel/json.ts';

const STACKS = ['Foundation', 'ControlPlane', 'AppPlane'] as const;
export type Stack = (typeof STACKS)[number];

const Statement = z.looseObject({
  Action: z.union([z.string(), z.array(z.string())]),
  Condition: z.record(z.string(), JsonValue).optional(),
});
type Statement = z.infer<typeof Statement>;

const Resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), JsonValue).default({}),
});
type Resource = z.infer<typeof Resource>;

const Template = z.looseObject({ Resources: z.record(z.string(), Resource) });
export type Template = z.infer<typeof Template>;

/** One weakening of what walls tenants off, made in a synthesized template. */
export type Mutant = {
  name: string;
  stack: Stack;
  /** The suite that is most likely to notice; all others follow. */
  first?: string;
  weaken: (template: Template) => void;
};

const matching = (template: Template, type: string, id: RegExp): Resource => {
  const found = Object.entries(template.Resources).find(
    ([logicalId, resource]) => resource.Type === type && id.test(logicalId),
  );
  if (!found) throw new Error(`the template has no ${type} like ${id}`);
  return found[1];
};

const Policy = z.looseObject({ Statement: z.array(Statement) });

/** Changes the statement of a role's policy that a predicate finds. */
const inPolicy =
  (id: RegExp, of: (statement: Statement) => boolean, weaken: (statement: Statement) => void) =>
  (template: Template): void => {
    const role = matching(template, 'AWS::IAM::Policy', id);
    const document = Policy.parse(role.Properties['PolicyDocument']);
    const statement = document.Statement.find(of);
    if (!statement) throw new Error(`no such statement in ${id}`);
    weaken(statement);
    role.Properties['PolicyDocument'] = JsonObject.parse(document);
  };

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

const conditions = (statement: Statement): NonNullable<Statement['Condition']> =>
  statement.Condition ?? {};

const Keys = z.record(z.string(), z.array(z.string()));
const ALL_KEYS = 'ForAllValues:StringEquals';
const leadingKeys = (statement: Statement): string[] =>
  Keys.parse(conditions(statement)[ALL_KEYS])['dynamodb:LeadingKeys'] ?? [];

const withKeys = (operator: string, change: (key: string) => string) => (statement: Statement) => {
  const keys = leadingKeys(statement).map(change);
  const { [ALL_KEYS]: _dropped, ...rest } = conditions(statement);
  statement.Condition = { ...rest, [operator]: { 'dynamodb:LeadingKeys': keys } };
};

const without = (name: string) => (statement: Statement) => {
  const { [name]: _dropped, ...rest } = conditions(statement);
  statement.Condition = rest;
};

const allowing = (action: string) => (statement: Statement) => {
  statement.Action = [statement.Action, action].flat();
};

const everywhere = (statement: Statement) => {
  statement['Resource'] = '*';
};

const pool = (name: string, weaken: (statement: Statement) => void): Mutant => ({
  name: `pooled table: ${name}`,
  stack: 'AppPlane',
  weaken: inPolicy(TENANT_ACCESS, pooled, weaken),
});

const property = (type: string, id: RegExp, change: JsonObject) => (template: Template) => {
  Object.assign(matching(template, type, id).Properties, change);
};

/** A text anywhere in one resource of the template. */
const text =
  (type: string, id: RegExp, [from, to]: readonly [string, string]) =>
  (template: Template): void => {
    const resource = matching(template, type, id);
    const changed = JSON.stringify(resource.Properties).replace(from, to);
    resource.Properties = JsonObject.parse(JSON.parse(changed));
  };

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
];

/** Reads a synthesized template so that a mutant can change it. */
export const readTemplate = (content: string): Template => Template.parse(JSON.parse(content));
