import { z } from 'zod';

const Node = z.looseObject({ type: z.string().optional(), value: z.unknown().optional() });

/** Parts of a JSONata tree that are read against the items of a path, not the outermost context. */
const INNER_PARTS = new Set([
  'stages',
  'predicate',
  'group',
  'terms',
  'pattern',
  'update',
  'delete',
]);
const CONTEXT_TYPES = new Set(['name', 'wildcard', 'descendant', 'parent']);

const own = (node: z.infer<typeof Node>): string | undefined => {
  if (node.type === 'variable' && (node.value === '' || node.value === '$'))
    return `$${node.value}`;
  return CONTEXT_TYPES.has(node.type ?? '') ? String(node.value ?? '%') : undefined;
};

/**
 * The first name that an expression reads from the outermost context. Step Functions evaluates
 * without one and refuses such a definition: data is in `$states.input` and in variables.
 */
export const contextReference = (part: unknown): string | undefined => {
  if (Array.isArray(part)) return firstOf(part);
  const node = Node.safeParse(part);
  if (!node.success) return undefined;
  const { steps, ...rest } = node.data;
  const outer = Object.entries(rest).filter(([key]) => !INNER_PARTS.has(key));
  const first = Array.isArray(steps) ? steps.slice(0, 1) : [];
  return own(node.data) ?? firstOf([...first, ...outer.map(([, value]) => value)]);
};

const firstOf = (parts: readonly unknown[]): string | undefined => {
  for (const part of parts) {
    const found = contextReference(part);
    if (found !== undefined) return found;
  }
  return undefined;
};
