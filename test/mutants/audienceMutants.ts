import { JsonObject } from '../../engine/kernel/json.ts';
import {
  allowing,
  conditions,
  everywhere,
  inPolicy,
  type Mutant,
  type Statement,
  text,
} from './weaken.ts';

/** The test that is about these. */
const JUDGE = 'test/infra/audience';

const IF_EXISTS = 'StringEqualsIfExists';

/** Without one key of a condition, e.g. `StringEquals` of `aws:ResourceTag/Users`. */
const withoutKey = (operator: string, key: string) => (statement: Statement) => {
  const { [key]: dropped, ...rest } = JsonObject.parse(conditions(statement)[operator]);
  if (dropped === undefined) throw new Error(`no ${operator} of ${key}`);
  statement.Condition = { ...conditions(statement), [operator]: rest };
};

const acting = (action: string) => (statement: Statement) =>
  [statement.Action].flat().includes(action);

const RESOURCE_TAGS = ['Product', 'Stage', 'Users'].map((tag) => `aws:ResourceTag/${tag}`);
const REQUEST_TAGS = ['Product', 'Stage', 'Users'].map((tag) => `aws:RequestTag/${tag}`);

/** Each key of the conditions that wall off the operators and the other stage, left out where it matters. */
const audience = (
  policy: RegExp,
  action: string,
  keys: readonly string[],
  operator = 'StringEquals',
): Mutant[] =>
  keys.map((key) => ({
    name: `${action}: no ${operator} of ${key}`,
    stack: 'ControlPlane',
    judge: JUDGE,
    weaken: inPolicy(policy, acting(action), withoutKey(operator, key)),
  }));

const CREATE_IDENTITY = /TasksCreateIdentityRoleDefaultPolicy/;
const CREATE_API_KEY = /TasksCreateApiKeyRoleDefaultPolicy/;

/** Every key that walls off the operators and the other stage, left out. */
export const audienceMutants: readonly Mutant[] = [
  ...audience(/IdentityUsersRoleDefaultPolicy/, 'cognito-idp:AdminCreateUser', RESOURCE_TAGS),
  ...audience(CREATE_IDENTITY, 'cognito-idp:CreateUserPoolClient', RESOURCE_TAGS),
  ...audience(CREATE_IDENTITY, 'cognito-idp:CreateUserPool', REQUEST_TAGS),
  ...audience(CREATE_IDENTITY, 'cognito-idp:TagResource', REQUEST_TAGS),
  ...audience(CREATE_IDENTITY, 'cognito-idp:TagResource', RESOURCE_TAGS, IF_EXISTS),
  ...audience(/DeleteIdentityRoleDefaultPolicy/, 'cognito-idp:DeleteUserPool', RESOURCE_TAGS),
  ...audience(/TasksDeleteApiKeyRoleDefaultPolicy/, 'apigateway:DELETE', RESOURCE_TAGS),
  ...audience(/WriteRouteRoleDefaultPolicy/, 'apigateway:GET', RESOURCE_TAGS),
  ...audience(CREATE_API_KEY, 'apigateway:PUT', REQUEST_TAGS),
  {
    name: 'user pool: the operators’ tagged as tenants’',
    stack: 'Foundation',
    judge: JUDGE,
    weaken: text('AWS::Cognito::UserPool', /^Operators/, [
      '"Users":"operators"',
      '"Users":"tenants"',
    ]),
  },
  {
    name: 'authorizer: looks at any pool',
    stack: 'ControlPlane',
    judge: JUDGE,
    weaken: inPolicy(/AuthorizeRoleDefaultPolicy/, acting('cognito-idp:AdminGetUser'), everywhere),
  },
  {
    name: 'authorizer: may change operators',
    stack: 'ControlPlane',
    judge: JUDGE,
    weaken: inPolicy(
      /AuthorizeRoleDefaultPolicy/,
      acting('cognito-idp:AdminGetUser'),
      allowing('cognito-idp:AdminUpdateUserAttributes'),
    ),
  },
];
