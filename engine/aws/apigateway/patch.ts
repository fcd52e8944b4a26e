import { z } from 'zod';
import { badRequest } from './apiErrors.ts';

/** One change of an Update operation: RFC 6902 with text values. */
export const PatchOperation = z.strictObject({
  op: z.enum(['add', 'remove', 'replace', 'move', 'copy', 'test']),
  path: z.string(),
  value: z.string().optional(),
  from: z.string().optional(),
});
export type PatchOperation = z.infer<typeof PatchOperation>;

/** The `patchOperations` of every Update operation. */
export const PatchOperations = z.array(PatchOperation).default([]);

/** How one path changes a definition; `rest` is what follows the path's last `*`. */
export type PatchRule<T> = (target: T, operation: PatchOperation, rest: string) => T;

/** Paths → what they change. A path may end in `/*`: the part in its place is then handed over. */
export type PatchRules<T> = Readonly<Record<string, PatchRule<T>>>;

const ruleFor = <T>(rules: PatchRules<T>, operation: PatchOperation): [PatchRule<T>, string] => {
  const exact = rules[operation.path];
  if (exact) return [exact, ''];
  const open = Object.entries(rules).find(
    ([path]) => path.endsWith('/*') && operation.path.startsWith(path.slice(0, -1)),
  );
  if (open) return [open[1], operation.path.slice(open[0].length - 1)];
  const known = Object.keys(rules).join(', ');
  throw badRequest(
    `Invalid patch path '${operation.path}' specified for op '${operation.op}'. Must be one of: [${known}]`,
  );
};

/** Applies patch operations in order; a path without a rule is a BadRequestException naming it. */
export const patched = <T>(target: T, operations: PatchOperation[], rules: PatchRules<T>): T => {
  let result = target;
  for (const operation of operations) {
    if (!['add', 'remove', 'replace'].includes(operation.op)) {
      throw badRequest(`Invalid patch operation specified. Must be one of: [add, remove, replace]`);
    }
    const [rule, rest] = ruleFor(rules, operation);
    result = rule(result, operation, rest);
  }
  return result;
};

/** The value of an `add` or `replace`; undefined for a `remove`. */
export const newValue = (operation: PatchOperation): string | undefined =>
  operation.op === 'remove' ? undefined : (operation.value ?? '');

/** `~1` and `~0` as JSON pointers write `/` and `~`. */
export const unescaped = (pointer: string): string =>
  pointer.replaceAll('~1', '/').replaceAll('~0', '~');

/** Changes one entry of a text map. */
export const patchedEntry = (
  map: Record<string, string> | undefined,
  name: string,
  value: string | undefined,
): Record<string, string> => {
  const { [name]: _old, ...others } = map ?? {};
  return value === undefined ? others : { ...others, [name]: value };
};
