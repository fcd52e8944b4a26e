import type { JsonObject } from '../../../../engine/kernel/json.ts';
import { conditions } from './randomConditions.ts';
import { ACCOUNT, escapes, ids, role, session, variables, wildcards } from './randomNames.ts';
import type { Draw } from './seeded.ts';

const TABLE = `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table`;

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

const policiesFor = (draw: Draw, service: string | undefined) => {
  const bounded = !service && draw.chance(0.2);
  const hangs = service !== undefined || draw.chance(0.3);
  return {
    identity: service ? [] : draw.some([0], 2).map(() => policy(draw, 'identity')),
    sessionPolicy: bounded ? policy(draw, 'identity') : undefined,
    resourcePolicy: hangs ? policy(draw, bounded ? 'bounded' : 'resource') : undefined,
  };
};

/** One request and all the policies about it, as plain documents. */
export const randomCase = (draw: Draw) => {
  const service = draw.chance(0.1) ? draw.pick(services) : undefined;
  const caller = draw.pick(callers);
  return {
    service,
    role: role(caller.split('/')[0] ?? ''),
    session: session(caller),
    action: draw.pick(actions),
    resource: draw.pick(tables),
    context: contextOf(draw),
    ...policiesFor(draw, service),
  };
};
export type RandomCase = ReturnType<typeof randomCase>;
