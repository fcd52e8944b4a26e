import type { Json } from '../../kernel/json.ts';
import { placeholdersIn } from './substitute.ts';

const owner = (path: string): string => path.split('.')[0] ?? path;

const fromSub = (argument: Json | undefined): string[] => {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const own = new Set(Object.keys(variables ?? {}));
  const names = typeof text === 'string' ? placeholdersIn(text) : [];
  return [...names.filter((name) => !own.has(name)).map(owner), ...referencesIn(variables ?? null)];
};

const fromEntry = ([key, value]: [string, Json | undefined]): string[] => {
  if (key === 'Ref' && typeof value === 'string') return [value];
  if (key === 'Fn::GetAtt' && typeof value === 'string') return [owner(value)];
  if (key === 'Fn::GetAtt' && Array.isArray(value)) return value.slice(0, 1).map(String);
  if (key === 'Fn::Sub') return fromSub(value);
  return referencesIn(value ?? null);
};

/** Every name that a value refers to by Ref, Fn::GetAtt or Fn::Sub, parameters included. */
export const referencesIn = (value: Json): string[] => {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(fromEntry);
};
