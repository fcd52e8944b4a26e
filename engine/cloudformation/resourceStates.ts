import { z } from 'zod';
import type { Engine } from '../engine.ts';
import { type Json, JsonObject, JsonValue } from '../kernel/json.ts';

const Attribute: z.ZodType<Json> = JsonValue;
const Properties: z.ZodType<JsonObject> = JsonObject;

const Identity = z.object({
  physicalId: z.string(),
  attributes: z.record(z.string(), Attribute),
});

/**
 * What the loader knows of one resource. `creating` is written before its first call to AWS, so
 * that a crash leaves a trace of what may have been half made.
 */
const ResourceState = Identity.extend({
  stack: z.string(),
  logicalId: z.string(),
  type: z.string(),
  status: z.enum(['creating', 'made']),
  /** Grows with every resource made: removal goes backwards. */
  order: z.int(),
  /** DeletionPolicy Retain: what leaves the template is forgotten, not removed. */
  retain: z.boolean(),
  properties: Properties,
  /** Where the engine listened: identities such as a queue's URL carry it. */
  endpoint: z.string(),
});
export type ResourceState = Omit<z.infer<typeof ResourceState>, 'endpoint'>;

/** Every resource that the loader has made or begun to make. */
export type ResourceStates = {
  get(key: string): Promise<ResourceState | undefined>;
  put(state: ResourceState): Promise<void>;
  delete(key: string): Promise<void>;
  list(): Promise<ResourceState[]>;
};

/** Names one resource of one stack. */
export const stateKey = (stack: string, logicalId: string): string => `${stack}/${logicalId}`;

/** The states in an engine's store; identities follow when the engine listens elsewhere. */
export const resourceStates = ({ store, endpoint }: Engine): ResourceStates => {
  const stored = store.collection('cloudformation.resources', ResourceState);
  const moved = (state: z.infer<typeof ResourceState>): ResourceState => {
    if (state.endpoint === endpoint) return state;
    const { physicalId, attributes } = state;
    const text = JSON.stringify({ physicalId, attributes });
    return { ...state, ...Identity.parse(JSON.parse(text.replaceAll(state.endpoint, endpoint))) };
  };
  return {
    async get(key) {
      const state = await stored.get(key);
      return state && moved(state);
    },
    put: (state) => stored.put(stateKey(state.stack, state.logicalId), { ...state, endpoint }),
    delete: (key) => stored.delete(key),
    list: async () => (await stored.list()).map(({ value }) => moved(value)),
  };
};
