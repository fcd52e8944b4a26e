import type { Json } from '../../kernel/json.ts';

/**
 * What the intrinsic functions of one template may ask of the stack around them. Each is told the
 * path it is asked from, and names it when it throws TemplateError.
 */
export type Scope = Readonly<{
  /** A resource's physical id, a parameter or a pseudo parameter; undefined is AWS::NoValue. */
  ref(name: string, path: string): Json | undefined;
  attribute(logicalId: string, name: string, path: string): Json;
  condition(name: string, path: string): boolean;
  mapped(keys: readonly [map: string, first: string, second: string], path: string): Json;
  exported(name: string, path: string): Json;
}>;

/** Where in a template a value stands, for resolving it and for naming it in errors. */
export type Place = Readonly<{ scope: Scope; path: string }>;

/** A place one step further in. */
export const inside = (place: Place, step: string | number): Place => ({
  scope: place.scope,
  path: `${place.path}.${step}`,
});
