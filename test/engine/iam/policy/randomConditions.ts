import type { JsonObject } from '../../../../engine/kernel/json.ts';
import { ACCOUNT, escapes, ids, role, variables, wildcards } from './randomNames.ts';
import type { Draw } from './seeded.ts';

const stringOperators = [
  'StringEquals',
  'StringNotEquals',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
  'StringLike',
  'StringNotLike',
];

const sets = ['', '', '', 'ForAllValues:', 'ForAnyValue:'];

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

/** A Condition block of one or two operators. */
export const conditions = (draw: Draw): JsonObject => {
  const block: { [operator: string]: { [key: string]: string[] } } = {};
  for (const kind of draw.some(kinds, 2)) {
    const [operator, key, values] = kind(draw);
    const suffix = operator !== 'Null' && draw.chance(0.2) ? 'IfExists' : '';
    const name = `${operator === 'Null' ? '' : draw.pick(sets)}${operator}${suffix}`;
    block[name] = { ...block[name], [key]: values };
  }
  return block;
};
