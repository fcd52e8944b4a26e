import { isDeepStrictEqual } from 'node:util';
import { AwsError } from '../endpoint/errors.ts';
import type { JsonObject } from '../kernel/json.ts';
import { DeploymentError, unchangeable } from './errors.ts';
import type { Made, ResourceContext, ResourceProvider } from './provider.ts';
import { type ResourceState, type ResourceStates, stateKey } from './resourceStates.ts';

/** A resource as its template wants it, with every intrinsic function carried out. */
export type Wanted = Readonly<{
  type: string;
  properties: JsonObject;
  retain: boolean;
  provider: ResourceProvider;
  context: ResourceContext;
}>;

const ALREADY_THERE = /Exists|ResourceInUse|Conflict/;

const refused = ({ context, type }: Wanted, why: string, cause?: unknown): DeploymentError =>
  new DeploymentError(`${context.stack}.${context.logicalId} (${type}): ${why}`, { cause });

const changedProperties = (before: JsonObject, after: JsonObject): string =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => !isDeepStrictEqual(before[name], after[name]))
    .join(', ');

const change = async (wanted: Wanted, existing: Made & { properties: JsonObject }) => {
  const { provider, properties, context } = wanted;
  if (isDeepStrictEqual(existing.properties, properties)) return existing;
  if (provider.update) return provider.update(properties, existing, context);
  throw unchangeable(changedProperties(existing.properties, properties));
};

/** Takes over what was half made: finding it is not enough, its settings may be missing. */
const adopt = async (wanted: Wanted): Promise<Made | undefined> => {
  const { provider, properties, context } = wanted;
  const left = await provider.find?.(properties, context);
  if (!left || !provider.update) return left;
  return provider.update(properties, { ...left, properties }, context);
};

const create = async (wanted: Wanted): Promise<Made> => {
  try {
    return await wanted.provider.create(wanted.properties, wanted.context);
  } catch (error) {
    if (!(error instanceof AwsError) || !ALREADY_THERE.test(error.code)) throw error;
    const found = await adopt(wanted);
    if (!found) throw error;
    return found;
  }
};

const bring = async (wanted: Wanted, known: ResourceState | undefined): Promise<Made> => {
  if (known && known.type !== wanted.type) throw unchangeable(`its type ${known.type}`);
  if (known?.status === 'made') return change(wanted, known);
  return (known && (await adopt(wanted))) ?? create(wanted);
};

const explained = (wanted: Wanted, error: unknown): Error => {
  if (error instanceof DeploymentError || !(error instanceof Error)) {
    return error instanceof Error ? error : new Error(String(error));
  }
  const why = error instanceof AwsError ? `${error.code}: ${error.message}` : error.message;
  return refused(wanted, why, error);
};

const settled = (known: ResourceState | undefined, wanted: Wanted): boolean =>
  known?.status === 'made' &&
  known.type === wanted.type &&
  known.retain === wanted.retain &&
  isDeepStrictEqual(known.properties, wanted.properties);

/** Makes a resource be as wanted. The answer is durable; a repetition after a crash is safe. */
export const deployResource = async (
  wanted: Wanted,
  states: ResourceStates,
  nextOrder: () => number,
): Promise<Made> => {
  const { type, properties, retain, context } = wanted;
  const { stack, logicalId } = context;
  const key = stateKey(stack, logicalId);
  const known = await states.get(key);
  if (known && settled(known, wanted)) return known;
  const base = { stack, logicalId, type, properties, retain, order: known?.order ?? nextOrder() };
  if (known?.status !== 'made') {
    await states.put({ ...base, status: 'creating', physicalId: '', attributes: {} });
  }
  try {
    const { physicalId, attributes } = await bring(wanted, known);
    await states.put({ ...base, status: 'made', physicalId, attributes });
    return { physicalId, attributes };
  } catch (error) {
    throw explained(wanted, error);
  }
};
