import { z } from 'zod';
import type { JsonObject } from '#engine';
import type { SeenEvent } from '../checks/witness.ts';
import type { World } from './world.ts';

const functionAt = (world: World, place: string): string => {
  const [name] =
    [...world.parts.places].find(
      ([known, itsPlace]) => itsPlace === place && !known.startsWith('arn:'),
    ) ?? [];
  if (name === undefined) throw new Error(`no function is ${place}`);
  return name;
};

/** Invokes a function and waits for its answer. */
export const invoke = (world: World, place: string, event: object): Promise<JsonObject> => {
  const FunctionName = functionAt(world, place);
  return world.call('lambda', 'Invoke', { FunctionName, Payload: JSON.stringify(event) });
};

const Answer = z.object({ statusCode: z.number(), body: z.string() });
const Answered = z.object({ Payload: z.string() });

type Request = {
  method: string;
  resource: string;
  path?: Record<string, string>;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: object;
};

/** Whom the authorizer has let in. */
type Caller = { userRole: string; userName: string; tenantId?: string };

const ask = async (
  world: World,
  place: string,
  { method, resource, path, query, headers = {}, body, by }: Request & { by: Caller },
): Promise<z.infer<typeof Answer>> => {
  const answer = await invoke(world, place, {
    httpMethod: method,
    resource,
    headers,
    pathParameters: path ?? null,
    queryStringParameters: query ?? null,
    body: body === undefined ? null : JSON.stringify(body),
    isBase64Encoded: false,
    requestContext: { requestId: 'simulation', authorizer: by },
  });
  return Answer.parse(JSON.parse(Answered.parse(answer).Payload));
};

/** An operator's request to the function behind a route of the control API. */
export const asOperator = (world: World, place: string, request: Request) =>
  ask(world, place, { ...request, by: { userRole: 'SystemAdmin', userName: 'operator' } });

const USERS = 'identity/users';

/** A user of a tenant. */
export type Person = { tenantId: string; username: string };

/** A request of somebody of a tenant, who is no admin, about itself. */
export const asPerson = (world: World, request: Request, { tenantId, username }: Person) =>
  ask(world, USERS, { ...request, by: { userRole: 'TenantUser', userName: username, tenantId } });

/** A request of an admin of a tenant about its users. */
export const asAdmin = (world: World, request: Request, tenantId: string) =>
  ask(world, USERS, { ...request, by: { userRole: 'TenantAdmin', userName: 'admin', tenantId } });

/** An event as the bus hands it to its targets. */
export const envelopeOf = ({ Source, DetailType, Detail }: SeenEvent) => ({
  id: 'again',
  source: Source,
  'detail-type': DetailType,
  detail: JSON.parse(Detail),
});

const Rules = z.object({
  Rules: z.array(
    z.object({ Name: z.string(), State: z.string(), EventPattern: z.string().optional() }),
  ),
});
const Targets = z.object({ Targets: z.array(z.object({ Arn: z.string() })) });
const Pattern = z.object({ 'detail-type': z.array(z.string()).default([]) });

/** What the rules of a bus hand a type of event to, by their ARNs: functions, or queues before them. */
export const consumersOf = async (
  world: World,
  EventBusName: string,
  type: string,
): Promise<string[]> => {
  const listed = Rules.parse(await world.call('events', 'ListRules', { EventBusName }));
  const rules = listed.Rules.filter(
    ({ State, EventPattern = '{}' }) =>
      State === 'ENABLED' && Pattern.parse(JSON.parse(EventPattern))['detail-type'].includes(type),
  );
  const targets = await Promise.all(
    rules.map(({ Name }) =>
      world.call('events', 'ListTargetsByRule', { Rule: Name, EventBusName }),
    ),
  );
  return targets
    .flatMap((answer) => Targets.parse(answer).Targets.map(({ Arn }) => Arn))
    .filter((arn) => world.parts.places.has(arn));
};

/** Hands an event to a function or a queue, as a rule does. */
export const handTo = async (world: World, arn: string, event: object): Promise<void> => {
  const text = JSON.stringify(event);
  if (!arn.includes(':sqs:')) {
    const input = { FunctionName: arn, InvocationType: 'Event', Payload: text };
    await world.call('lambda', 'Invoke', input);
    return;
  }
  const QueueUrl = [world.running.engine.endpoint, ...arn.split(':').slice(-2)].join('/');
  await world.call('sqs', 'SendMessage', { QueueUrl, MessageBody: text });
};
