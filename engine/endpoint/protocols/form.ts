import type { Json, JsonObject } from '../../kernel/json.ts';
import { AwsError } from '../errors.ts';

type Branch = Map<string, Branch | string>;

/** No operation's input nests deeper. */
const DEEPEST = 32;

const grow = (root: Branch, name: string, value: string): void => {
  const path = name.split('.', 2 * DEEPEST + 1);
  if (path.length > 2 * DEEPEST) {
    throw new AwsError('MalformedInput', `a parameter nests deeper than ${DEEPEST} levels`);
  }
  const leaf = path.pop() ?? '';
  let branch = root;
  for (const step of path) {
    const next = branch.get(step);
    const child: Branch = next instanceof Map ? next : new Map();
    branch.set(step, child);
    branch = child;
  }
  branch.set(leaf, value);
};

const listOf = (members: Branch): Json[] =>
  [...members]
    .sort(([left], [right]) => Number(left) - Number(right))
    .map(([, member]) => read(member));

const read = (node: Branch | string): Json => {
  if (typeof node === 'string') return node;
  const members = node.get('member');
  return members instanceof Map ? listOf(members) : objectOf(node);
};

const objectOf = (branch: Branch): JsonObject =>
  Object.fromEntries([...branch].map(([name, node]) => [name, read(node)]));

/** `Tags.member.1.Key=a` → `{Tags: [{Key: 'a'}]}`. Every leaf is text; an empty list is `''`. */
export const readForm = (body: string): JsonObject => {
  const root: Branch = new Map();
  for (const [name, value] of new URLSearchParams(body)) grow(root, name, value);
  return objectOf(root);
};
