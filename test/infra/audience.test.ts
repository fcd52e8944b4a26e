import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { JsonObject } from '../../engine/kernel/json.ts';
import { templateOf } from '../support/assembly.ts';
import { resourcesIn, stacks } from '../support/resources.ts';
import { synthesisOf } from '../support/synthesis.ts';
import {
  gatewayArn,
  type TemplateRole,
  templateRoles,
  userPoolArn,
} from '../support/templateRoles.ts';

type Tags = Record<string, string>;
type Target = { what: string; resource: string; tags: Tags };

const Tagged = z.object({ UserPoolTags: z.record(z.string(), z.string()) });

const keysOf = (kind: 'ResourceTag' | 'RequestTag', tags: Tags): Tags =>
  Object.fromEntries(Object.entries(tags).map(([name, value]) => [`aws:${kind}/${name}`, value]));

/** What a stage has, as its template tags it, or as its saga would by the pooled pool's tags. */
const stageOf = (templates: readonly JsonObject[]) => {
  const pools = templates.flatMap((template) => resourcesIn(template, 'AWS::Cognito::UserPool'));
  const pool = (beginning: RegExp): Target => {
    const found = pools.find(({ id }) => beginning.test(id));
    const { UserPoolTags: tags } = Tagged.parse(found?.Properties);
    return { what: String(found?.id), resource: userPoolArn(String(found?.id)), tags };
  };
  const operators = pool(/^Operators/);
  const pooled = pool(/^Pooled/);
  const tenant = { ...pooled.tags, TenantId: 't01m7zyamz00000000000000000' };
  return {
    roles: templates.flatMap(templateRoles),
    tenant,
    operators,
    pooled,
    silo: { what: 'a silo pool', resource: userPoolArn('us-east-1_silo'), tags: tenant },
    apiKey: { what: 'an API key', resource: gatewayArn('apikeys/k1'), tags: tenant },
  };
};
type Stage = ReturnType<typeof stageOf>;

/** What is no product's, and what is another's that tags alike. */
const strangers = ({ silo, apiKey }: Stage): Target[] =>
  [{}, { ...silo.tags, Product: 'another' }].flatMap((tags) => [
    { what: 'a stranger’s pool', resource: userPoolArn('us-east-1_other'), tags },
    { what: `a stranger’s ${apiKey.what}`, resource: gatewayArn('apikeys/k9'), tags },
  ]);

/** Resources are told apart by tags alone here: pools of two stages have the same logical ids. */
const elsewhere = ({ what, resource, tags }: Target): Target => ({
  what: `the other stage’s ${what}`,
  resource: `${resource}-of-another-stage`,
  tags,
});

const stage = (name: 'dev' | 'prod', of: (stack: (typeof stacks)[number]) => JsonObject) => ({
  name,
  ...stageOf(stacks.map(of)),
});

/** Whatever a role can do to a target by any action that any role has, with its own tags in the request or without. */
const reached = (role: TemplateRole, actions: readonly string[], target: Target, own: Tags) =>
  actions.filter((action) =>
    [{}, keysOf('RequestTag', own), keysOf('RequestTag', target.tags)].some((request) =>
      role.allows({
        action,
        resource: target.resource,
        keys: { ...keysOf('ResourceTag', target.tags), ...request },
      }),
    ),
  );

/** Tagging what bears no tags is how new things get them: IAM cannot tell a stranger's from them. */
const TAGGING = 'cognito-idp:TagResource';

/** Asked of no pool in particular. */
const WITHOUT_POOL = ['cognito-idp:ListUserPools', 'cognito-idp:CreateUserPool'];

describe('the templates of dev and prod', () => {
  let prod: Awaited<ReturnType<typeof synthesisOf>>;
  let all: { dev: Stage; prod: Stage };
  beforeAll(async () => {
    prod = await synthesisOf('prod');
    all = { dev: stage('dev', templateOf), prod: stage('prod', prod.template) };
  });
  afterAll(() => prod.destroy());

  const actionsOf = ({ roles }: Stage) =>
    [...new Set(roles.flatMap(({ actions }) => actions))]
      .filter((action) => /^(cognito-idp|apigateway):/.test(action))
      .filter((action) => !WITHOUT_POOL.includes(action));

  const reach = (from: Stage, targets: readonly Target[]) =>
    from.roles.flatMap((role) =>
      targets.flatMap((target) =>
        reached(role, actionsOf(from), target, from.tenant).map(
          (action) => `${role.id} ${action} ${target.what}`,
        ),
      ),
    );

  it.each(['dev', 'prod'] as const)(
    'let nothing of %s touch the operators’ pool, but the authorizer look who they are',
    (name) => {
      expect(reach(all[name], [all[name].operators])).toEqual([
        expect.stringMatching(/^IdentityAuthorizeRole\S+ cognito-idp:AdminGetUser Operators/),
      ]);
    },
  );

  it.each([
    ['dev', 'prod'],
    ['prod', 'dev'],
  ] as const)('let nothing of %s touch a pool or key of %s', (mine, theirs) => {
    const { operators, pooled, silo, apiKey } = all[theirs];

    expect(reach(all[mine], [operators, pooled, silo, apiKey].map(elsewhere))).toEqual([]);
  });

  it.each(['dev', 'prod'] as const)('let nothing of %s touch what is no product’s', (name) => {
    const touched = reach(all[name], strangers(all[name]));

    expect(touched.filter((each) => !each.includes(TAGGING))).toEqual([]);
    expect(touched).toEqual([expect.stringMatching(/CreateIdentityRole.*TagResource a stranger/)]);
  });

  it.each(['dev', 'prod'] as const)('let %s touch its own tenants’ pools and keys', (name) => {
    const { pooled, silo, apiKey } = all[name];
    const touched = (target: Target) =>
      reach(all[name], [target]).map((each) => each.split(' ')[1]);

    expect(touched(silo)).toEqual(expect.arrayContaining(['cognito-idp:AdminCreateUser']));
    expect(touched(silo)).toEqual(expect.arrayContaining(['cognito-idp:DeleteUserPool']));
    expect(touched(pooled)).toEqual(expect.arrayContaining(['cognito-idp:CreateUserPoolClient']));
    expect(touched(pooled)).not.toContain('cognito-idp:DeleteUserPool');
    expect(touched(apiKey)).toEqual(
      expect.arrayContaining(['apigateway:GET', 'apigateway:DELETE']),
    );
  });

  const creations = [
    { id: /TasksCreateIdentityRole/, action: 'cognito-idp:CreateUserPool', resource: '*' },
    { id: /TasksCreateIdentityRole/, action: TAGGING, resource: userPoolArn('us-east-1_new') },
    { id: /TasksCreateApiKeyRole/, action: 'apigateway:POST', resource: gatewayArn('apikeys') },
    { id: /TasksCreateApiKeyRole/, action: 'apigateway:PUT', resource: gatewayArn('tags/arn%3A') },
  ];

  it.each(
    (['dev', 'prod'] as const).flatMap((name) =>
      creations.map((creation) => ({ name, ...creation })),
    ),
  )('let $name do $action for a tenant of its own alone', ({ name, id, ...asked }) => {
    const { roles, tenant, pooled } = all[name];
    const role = roles.find((each) => id.test(each.id));
    const may = (tags: Tags, there: Tags = {}) =>
      role?.allows({
        ...asked,
        keys: { ...keysOf('RequestTag', tags), ...keysOf('ResourceTag', there) },
      });
    const other = all[name === 'dev' ? 'prod' : 'dev'].tenant;

    expect([may(tenant), may(tenant, tenant)]).toEqual([true, true]);
    expect([may({}), may(pooled.tags), may(other)]).toEqual([false, false, false]);
    expect([may({}, tenant), may(tenant, other)]).toEqual([false, false]);
    for (const tag of Object.keys(pooled.tags)) {
      expect({ tag, may: may({ ...tenant, [tag]: 'another' }) }).toEqual({ tag, may: false });
    }
  });
});
