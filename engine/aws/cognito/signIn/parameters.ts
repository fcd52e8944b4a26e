import { invalidParameter } from '../errors.ts';

/** A parameter that the flow or challenge cannot do without. */
export const required = (parameters: Readonly<Record<string, string>>, name: string): string => {
  const value = parameters[name];
  if (!value) throw invalidParameter(`Missing required parameter ${name}`);
  return value;
};
