import type { Json } from '../../../kernel/json.ts';

const JSON_PATH = /^\$(\.[\w/-]+|\[\d+\])*$/;

/** True for the paths that the engine follows: dots and array indices. */
export const isJsonPath = (path: string): boolean => JSON_PATH.test(path);

const into = (value: Json | undefined, key: string): Json | undefined => {
  if (Array.isArray(value)) return value[Number(key)];
  const isOwn = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
  return isOwn ? value[key] : undefined;
};

/** The value at a path; undefined when there is none. */
export const atPath = (path: string, root: Json): Json | undefined =>
  (path.match(/[\w/-]+/g) ?? []).reduce<Json | undefined>(into, root);
