import { z } from 'zod';
import { JsonObject, JsonValue } from '../../engine/kernel/json.ts';
import type { Mutant, Template } from './weaken.ts';

/** Both by one pattern: the one asks the bus, the other reads the templates. */
const FIRST = 'test/(isolation/publishers|infra/publishing)';

const Keys = z.record(z.string(), z.union([z.string(), z.array(JsonValue)]));
const Condition = z.record(z.string(), Keys);
type Condition = z.infer<typeof Condition>;

const Statement = z.looseObject({ Action: JsonValue, Condition });
type Statement = z.infer<typeof Statement>;

const Policy = z.looseObject({ Statement: z.array(JsonObject) });

const ofType = (template: Template, type: string, id: RegExp) => {
  const found = Object.entries(template.Resources).find(
    ([logicalId, resource]) => resource.Type === type && id.test(logicalId),
  );
  if (!found) throw new Error(`the template has no ${type} like ${id}`);
  return found[1].Properties;
};

/** Changes the statement by which the role of this name puts events. */
const inGrant =
  (id: RegExp, weaken: (statement: Statement) => void) =>
  (template: Template): void => {
    const properties = ofType(template, 'AWS::IAM::Policy', id);
    const document = Policy.parse(properties['PolicyDocument']);
    const place = document.Statement.findIndex(({ Action }) => Action === 'events:PutEvents');
    const statement = Statement.parse(document.Statement[place]);
    weaken(statement);
    document.Statement[place] = JsonObject.parse(statement);
    properties['PolicyDocument'] = JsonObject.parse(document);
  };

/** Changes the statement by which the bus keeps this source. */
const inKeeping =
  (source: string, weaken: (statement: Statement) => void) =>
  (template: Template): void => {
    const id = new RegExp(`^BusGuard${source}`);
    const properties = ofType(template, 'AWS::Events::EventBusPolicy', id);
    const statement = Statement.parse(properties['Statement']);
    weaken(statement);
    properties['Statement'] = JsonObject.parse(statement);
  };

const without = (operator: string) => (statement: Statement) => {
  const { [operator]: _dropped, ...rest } = statement.Condition;
  statement.Condition = rest;
};

const withKeys = (operator: string, keys: Condition[string]) => (statement: Statement) => {
  statement.Condition = { ...statement.Condition, [operator]: keys };
};

const renamed = (from: string, to: string) => (statement: Statement) => {
  const { [from]: keys = {}, ...rest } = statement.Condition;
  statement.Condition = { ...rest, [to]: keys };
};

const ALL = 'ForAllValues:StringEquals';
const CREATE_ADMIN = /CreateTenantAdminRoleDefaultPolicy/;
const PUBLISH = /PublishTenantProvisionedRoleDefaultPolicy/;

const grant = (name: string, id: RegExp, weaken: (statement: Statement) => void): Mutant => ({
  name: `publishers: ${name}`,
  stack: 'ControlPlane',
  judge: FIRST,
  weaken: inGrant(id, weaken),
});

const bus = (name: string, source: string, weaken: (statement: Statement) => void): Mutant => ({
  name: `bus: ${name}`,
  stack: 'ControlPlane',
  judge: FIRST,
  weaken: inKeeping(source, weaken),
});

/** Every condition that ties an event to its publisher, weakened. */
export const publisherMutants: readonly Mutant[] = [
  grant('any event', PUBLISH, (statement) => {
    statement.Condition = {};
  }),
  grant('any source', PUBLISH, withKeys(ALL, { 'events:detail-type': ['TenantProvisioned'] })),
  grant('any type', CREATE_ADMIN, withKeys(ALL, { 'events:source': ['identity'] })),
  grant('a batch that names neither', PUBLISH, without('Null')),
  grant('one of a batch', CREATE_ADMIN, renamed(ALL, 'ForAnyValue:StringEquals')),
  grant('a type more', PUBLISH, (statement) => {
    const keys = statement.Condition[ALL] ?? {};
    const types = ['TenantProvisioned', 'TenantProvisioningFailed'];
    withKeys(ALL, { ...keys, 'events:detail-type': types })(statement);
  }),
  grant('any bus', PUBLISH, (statement) => {
    statement['Resource'] = '*';
  }),
  bus('identity is for anybody', 'identity', (statement) => {
    statement['Effect'] = 'Allow';
  }),
  bus('registration is hidden in a batch', 'registration', (statement) => {
    renamed('ForAnyValue:StringEquals', ALL)(statement);
  }),
  bus('provisioning is for any role', 'provisioning', (statement) => {
    renamed('ArnNotEquals', 'ArnNotLike')(statement);
    withKeys('ArnNotLike', { 'aws:PrincipalArn': ['arn:aws:iam::*:role/*'] })(statement);
  }),
  bus('identity is kept under another name', 'identity', (statement) => {
    withKeys('ForAnyValue:StringEquals', { 'events:source': ['identities'] })(statement);
  }),
];
