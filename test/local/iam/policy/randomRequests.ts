import type { JsonObject } from '../../../../local/json.ts';

/** A seeded generator: the same seed, the same requests. */
export const seeded = (seed: number) => {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const pick = <T>(values: readonly T[]): T => {
    const value = values[Math.floor(next() * values.length)];
    if (value === undefined) throw new Error('nothing to pick from');
    return value;
  };
  const chance = (probability: number): boolean => next() < probability;
  const some = <T>(values: readonly T[], most: number): T[] =>
    Array.from({ length: 1 + Math.floor(next() * most) }, () => pick(values));
  return { pick, chance, some };
};
type Draw = ReturnType<typeof seeded>;

export const ACCOUNT = '123456789012';
const TABLE = `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table`;

const ids = ['tenant1', 'tenant10', 'tenant1-eu', 't?', '*', 'Tenant1', 'a.b'];

/** Request: what is asked. Names are close to each other, so that patterns both hit and miss. */
const actions = [
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:UpdateItem',
  'dynamodb:BatchGetItem',
];
const tables = [`${TABLE}/orders`, `${TABLE}/orders-tenant1`, `${TABLE}/orders-tenant10`];

const actionPatterns = [
  ...actions,
  '*',
  'dynamodb:*',
  'dynamodb:Get*',
  'dynamodb:?utItem',
  'DynamoDB:getitem',
  'dynamodb:*Item',
  'sqs:*',
  'dynamodb:Q?ery',
];

const variables = [
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
  '${aws:PrincipalTag/TenantId}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
  '${aws:PrincipalTag/Missing}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
  "${aws:PrincipalTag/Missing, 'tenant1'}",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
  '${aws:username}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
  '${dynamodb:LeadingKeys}',
];

const wildcards = ['*', '?', 'tenant1*', 'tenant?', 'tenant1-*', '*1*', '', ...ids];
// biome-ignore lint/suspicious/noTemplateCurlyInString: escapes of a policy
const escapes = ['${*}', '${?}', '${$}'];

const resourcePatterns = (draw: Draw): string[] => [
  '*',
  ...tables,
  `${TABLE}/*`,
  `${TABLE}/orders-${draw.pick([...variables, ...wildcards, ...escapes])}`,
  `arn:aws:dynamodb:*:*:table/orders${draw.pick(['', '*', '-*', '?tenant1'])}`,
  `arn:aws:dynamodb:us-east-1:${ACCOUNT}:*`,
  `arn:aws:dynamodb:eu-*:${ACCOUNT}:table/orders`,
  `arn:aws:sqs:us-east-1:${ACCOUNT}:orders`,
];

const stringOperators = [
  'StringEquals',
  'StringNotEquals',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
  'StringLike',
  'StringNotLike',
];

const sets = ['', '', '', 'ForAllValues:', 'ForAnyValue:'];

const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const session = (name: string) => `arn:aws:sts::${ACCOUNT}:assumed-role/${name}`;

const textCondition = (draw: Draw): [string, string, string[]] => {
  const operator = draw.pick(stringOperators);
  const like = operator.endsWith('Like');
  const values = [...ids, ...wildcards, ...variables, ...(like ? escapes : [])];
  const value = () => draw.pick(['', '', 'x-']) + draw.pick(values);
  const key = draw.pick([
    'aws:PrincipalTag/TenantId',
    'AWS:principaltag/tenantid',
    'dynamodb:LeadingKeys',
    'dynamodb:ReturnConsumedCapacity',
    'aws:RequestTag/Team',
    'aws:TagKeys',
  ]);
  return [operator, key, draw.some([value(), value(), value()], 3)];
};

const arnCondition = (draw: Draw): [string, string, string[]] => [
  draw.pick(['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike']),
  draw.pick(['aws:PrincipalArn', 'aws:SourceArn']),
  draw.some(
    [
      role('App'),
      role('*'),
      role('A?p'),
      'arn:aws:*:*:*:role/App',
      'arn:aws:iam::*:*',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
      role('${aws:PrincipalTag/TenantId}'),
      'no arn',
      `arn:aws:events:us-east-1:${ACCOUNT}:rule/bus/*`,
    ],
    2,
  ),
];

const numericCondition = (draw: Draw): [string, string, string[]] => [
  `Numeric${draw.pick(['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'])}`,
  'aws:MultiFactorAuthAge',
  draw.some(['0', '10', '99.5', '-3'], 2),
];

const dateCondition = (draw: Draw): [string, string, string[]] => [
  `Date${draw.pick(['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'])}`,
  'aws:CurrentTime',
  draw.some(['2026-01-01T00:00:00Z', '2026-06-01T12:00:00Z', '2027-01-01'], 2),
];

const addressCondition = (draw: Draw): [string, string, string[]] => [
  draw.pick(['IpAddress', 'NotIpAddress']),
  'aws:SourceIp',
  draw.some(['127.0.0.1', '10.0.0.0/8', '127.0.0.0/24', '10.1.0.0/16'], 2),
];

const boolCondition = (draw: Draw): [string, string, string[]] => [
  'Bool',
  draw.pick(['aws:SecureTransport', 'aws:MultiFactorAuthPresent']),
  [draw.pick(['true', 'false', 'True'])],
];

const nullCondition = (draw: Draw): [string, string, string[]] => [
  'Null',
  draw.pick(['dynamodb:LeadingKeys', 'aws:PrincipalTag/TenantId', 'aws:RequestTag/Team']),
  [draw.pick(['true', 'false'])],
];

const kinds = [
  textCondition,
  textCondition,
  textCondition,
  arnCondition,
  numericCondition,
  dateCondition,
  addressCondition,
  boolCondition,
  nullCondition,
];

const conditions = (draw: Draw): JsonObject => {
  const block: { [operator: string]: { [key: string]: string[] } } = {};
  for (const kind of draw.some(kinds, 2)) {
    const [operator, key, values] = kind(draw);
    const suffix = operator !== 'Null' && draw.chance(0.2) ? 'IfExists' : '';
    const name = `${operator === 'Null' ? '' : draw.pick(sets)}${operator}${suffix}`;
    block[name] = { ...block[name], [key]: values };
  }
  return block;
};

/** Principals that stand for more than a caller itself. */
const indirect = [
  { AWS: ACCOUNT },
  { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  { AWS: role('App') },
  { AWS: role('Other') },
  { AWS: 'arn:aws:iam::999999999999:root' },
];

const direct = [
  '*',
  { AWS: '*' },
  { AWS: session('App/one') },
  { AWS: [session('App/two'), role('App')] },
  { Service: 'events.amazonaws.com' },
  { Service: ['apigateway.amazonaws.com', 'events.amazonaws.com'] },
];

/** What a policy hangs on, `bounded` when the caller's session has a policy as well. */
type Use = 'identity' | 'resource' | 'bounded';

const naming = (draw: Draw, use: Use): JsonObject => {
  if (use === 'identity') return {};
  if (use === 'bounded') return { Principal: draw.pick(indirect) };
  const principal = draw.pick([...indirect, ...direct]);
  return draw.chance(0.08) ? { NotPrincipal: principal } : { Principal: principal };
};

const statement = (draw: Draw, use: Use): JsonObject => {
  const action = draw.some(actionPatterns, 2);
  const resource = draw.some(resourcePatterns(draw), 2);
  return {
    Effect: draw.chance(0.25) ? 'Deny' : 'Allow',
    ...(draw.chance(0.12) ? { NotAction: action } : { Action: action }),
    ...(draw.chance(0.12) ? { NotResource: resource } : { Resource: resource }),
    ...naming(draw, use),
    ...(draw.chance(0.6) && { Condition: conditions(draw) }),
  };
};

const policy = (draw: Draw, use: Use): JsonObject => ({
  Version: '2012-10-17',
  Statement: Array.from({ length: draw.pick([1, 1, 2, 3]) }, () => statement(draw, use)),
});

const callers = ['App/one', 'App/two', 'Other/one'];
const services = ['events.amazonaws.com', 'lambda.amazonaws.com'];

const contextOf = (draw: Draw): Record<string, string | string[]> => {
  const all: Record<string, string | string[]> = {
    'aws:PrincipalTag/TenantId': draw.pick(ids),
    'dynamodb:LeadingKeys': draw.some(ids, 3),
    'dynamodb:ReturnConsumedCapacity': draw.pick(['tenant1', 'COUNT']),
    'aws:RequestTag/Team': draw.pick(ids),
    'aws:TagKeys': draw.some(ids, 2),
    'aws:SourceArn': draw.pick([`arn:aws:events:us-east-1:${ACCOUNT}:rule/bus/one`, 'no arn']),
    'aws:PrincipalArn': draw.pick([role('App'), role('tenant1')]),
    'aws:MultiFactorAuthAge': draw.pick(['0', '10', '99.5', '200']),
    'aws:CurrentTime': draw.pick(['2026-01-01T00:00:00Z', '2026-03-05T10:00:00Z']),
    'aws:SourceIp': draw.pick(['127.0.0.1', '10.1.2.3', '10.2.0.1']),
    'aws:SecureTransport': draw.pick(['true', 'false']),
    'aws:MultiFactorAuthPresent': draw.pick(['true', 'false']),
    'aws:username': draw.pick(ids),
  };
  return Object.fromEntries(Object.entries(all).filter(() => draw.chance(0.7)));
};

/** One request and all the policies about it, as plain documents. */
export const randomCase = (draw: Draw) => {
  const service = draw.chance(0.1) ? draw.pick(services) : undefined;
  const bounded = !service && draw.chance(0.2);
  const caller = draw.pick(callers);
  return {
    service,
    role: role(caller.split('/')[0] ?? ''),
    session: session(caller),
    action: draw.pick(actions),
    resource: draw.pick(tables),
    context: contextOf(draw),
    identity: service ? [] : draw.some([0, 0, 0], 2).map(() => policy(draw, 'identity')),
    sessionPolicy: bounded ? policy(draw, 'identity') : undefined,
    resourcePolicy:
      service || draw.chance(0.3) ? policy(draw, bounded ? 'bounded' : 'resource') : undefined,
  };
};
export type RandomCase = ReturnType<typeof randomCase>;
