import fc from 'fast-check';
import { Role } from '../../events/fields.ts';
import { type Draft, draftOf } from './draftOf.ts';
import type { FuzzWorld } from './fuzzWorld.ts';
import { type Operation, operations } from './operations.ts';

/** Of 100 names in paths, queries and bodies: so many are given a value that the product knows. */
const KNOWN = 80;
/** Of 100 requests: so many come from somebody who may not call the route. */
const OTHERS = 6;

type Answer = { status: number; body: unknown };

export type FuzzResult = {
  requests: number;
  /** How many a function has answered, and not API Gateway before it. */
  reached: number;
  /** How many were answered with each status. */
  statuses: Readonly<Record<number, number>>;
  /** 5xx, and statuses that the document does not name for the operation. */
  violations: readonly string[];
};

const tokenFor = ({ tokens }: FuzzWorld, operation: Operation, draft: Draft) => {
  const admitted = operation['x-roles'] ?? Role.options;
  const isAdmitted = draft.caller >= OTHERS;
  const roles = Role.options.filter((role) => admitted.includes(role) === isAdmitted);
  const role = roles[draft.pick % Math.max(roles.length, 1)];
  return role && tokens[role][Math.floor(draft.pick / 7) % tokens[role].length];
};

/** The values of a draft, most of them replaced by such as the product knows. */
const filledIn = (world: FuzzWorld, { known, pick }: Draft, values: object): [string, unknown][] =>
  Object.entries(values).map(([name, value]) => {
    const found = known < KNOWN ? world.known.pick(name, pick) : undefined;
    return [name, found ?? value];
  });

const WITH_KNOWN = ['tenantId', 'url'];

/** A body that names a tenant or an address of its own; tenant names must be new. */
const bodyOf = (world: FuzzWorld, draft: Draft): string | undefined => {
  const { body } = draft;
  if (body === undefined) return undefined;
  if (typeof body === 'string') return body;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return JSON.stringify(body);
  const own = Object.fromEntries(
    Object.entries(body).filter(([name]) => WITH_KNOWN.includes(name)),
  );
  return JSON.stringify({ ...body, ...Object.fromEntries(filledIn(world, draft, own)) });
};

/** E.g. `productId` for `/products/{id}`: the name that answers give it. */
const idIn = (path: string): string => `${path.split('/')[1]?.slice(0, -1)}Id`;

const namedByKind = (path: string, values: object): object =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name === 'id' ? idIn(path) : name, value]),
  );

const SWITCHES = /activate$/;

const urlOf = (world: FuzzWorld, { api, path }: Operation, draft: Draft): string => {
  const params = Object.fromEntries(filledIn(world, draft, namedByKind(path, draft.values.path)));
  if (SWITCHES.test(path) && draft.known < KNOWN) params['tenantId'] = world.idleTenant;
  const filled = path.slice(1).replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = encodeURIComponent(String(params[name === 'id' ? idIn(path) : name]));
    // An empty segment, and those that a URL resolves, make another path.
    return /^\.{0,2}$/.test(value) ? 'x' : value;
  });
  const query = filledIn(world, draft, draft.values.query).map(([name, value]) => [
    name,
    String(value),
  ]);
  return `${world.urls[api]}${filled}?${new URLSearchParams(Object.fromEntries(query))}`;
};

const headersOf = (world: FuzzWorld, operation: Operation, draft: Draft) => {
  const token = tokenFor(world, operation, draft);
  const given = Object.entries(draft.values.header).map(([name, value]) => [
    name,
    String(value).replaceAll(/[^\x21-\x7e]/g, 'x'),
  ]);
  return {
    ...Object.fromEntries(given),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
};

const send = async (world: FuzzWorld, operation: Operation, draft: Draft): Promise<Answer> => {
  const body = bodyOf(world, draft);
  const answer = await fetch(urlOf(world, operation, draft), {
    method: operation.method,
    headers: headersOf(world, operation, draft),
    ...(body !== undefined && { body }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
};

/** API Gateway names its own refusals in capitals: `INVALID_API_KEY`. Those of a role are in the authorizer's words. */
const isOfGateway = ({ body }: Answer): boolean =>
  typeof body === 'object' &&
  body !== null &&
  'code' in body &&
  /^([A-Z0-9_]+|Forbidden)$/.test(String(body.code));

const violationIn = ({ method, path, responses }: Operation, { status, body }: Answer) =>
  status >= 500 || !responses.includes(status)
    ? [`${method} ${path}: ${status} ${JSON.stringify(body)}`]
    : [];

/** The n-th request of a seed: the operations take turns. */
const nth = (seed: number, n: number): { operation: Operation; draft: Draft } => {
  const operation = operations[n % operations.length];
  if (!operation) throw new Error('the documents hold no operation');
  const [draft] = fc.sample(draftOf(operation), { seed: seed * 1_000_003 + n, numRuns: 1 });
  if (!draft) throw new Error('fast-check made no request');
  return { operation, draft };
};

/** Sends requests that are generated from the documents, the same ones for the same seed; tells after each how many it sent. */
export const fuzzApi = async (
  world: FuzzWorld,
  { requests, seed }: { requests: number; seed: number },
  told: (sent: number) => void = () => {},
): Promise<FuzzResult> => {
  const statuses: Record<number, number> = {};
  const violations: string[] = [];
  let reached = 0;
  for (let n = 0; n < requests; n += 1) {
    const { operation, draft } = nth(seed, n);
    const answer = await send(world, operation, draft);
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
    violations.push(...violationIn(operation, answer));
    if (!isOfGateway(answer)) reached += 1;
    if (answer.status < 300) world.known.learn(answer.body);
    told(n + 1);
  }
  return { requests, reached, statuses, violations };
};
