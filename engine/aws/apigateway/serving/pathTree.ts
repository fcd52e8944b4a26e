import type { Resource } from '../definition/restApiSchemas.ts';

/** A resource with its children by how specific they are: exact names, one `{name}`, one `{name+}`. */
export type PathNode = {
  resource: Resource;
  exact: Map<string, PathNode>;
  variable?: { name: string; node: PathNode };
  greedy?: { name: string; node: PathNode };
};

/** The resource that serves a path, and the values of its path variables, still percent-encoded. */
export type PathMatch = { resource: Resource; parameters: Record<string, string> };

const adopt = (parent: PathNode, part: string, node: PathNode): void => {
  const [, name = '', plus = ''] = /^\{([^+}]+)(\+?)\}$/.exec(part) ?? [];
  if (name === '') parent.exact.set(part, node);
  else if (plus === '') parent.variable = { name, node };
  else parent.greedy = { name, node };
};

/** Joins an API's resources into the tree that requests are matched against. */
export const pathTree = (resources: readonly Resource[], rootId: string): PathNode => {
  const nodes = new Map<string, PathNode>(
    resources.map((resource) => [resource.id, { resource, exact: new Map() }]),
  );
  for (const node of nodes.values()) {
    const parent = nodes.get(node.resource.parentId ?? '');
    if (parent) adopt(parent, node.resource.pathPart ?? '', node);
  }
  const root = nodes.get(rootId);
  if (!root) throw new Error(`rest api without its root resource ${rootId}`);
  return root;
};

const UNRESERVED = /%(2[dDeE]|3\d|4[1-9a-fA-F]|5[\daAfF]|6[1-9a-fA-F]|7[\daAeE])/g;

/** A part of a path as it was sent, and with letters and digits decoded that were encoded for no reason. */
type Segment = { sent: string; name: string };

const segmentsOf = (path: string): Segment[] =>
  path
    .replace(/^\//, '')
    .replace(/\/$/, '')
    .split('/')
    .map((sent) => ({
      sent,
      name: sent.replace(UNRESERVED, (escaped) => decodeURIComponent(escaped)),
    }));

const found = (node: PathNode, segments: Segment[]): PathMatch | undefined => {
  const [segment, ...rest] = segments;
  if (segment === undefined) return { resource: node.resource, parameters: {} };
  const exact = node.exact.get(segment.name);
  const match = exact && found(exact, rest);
  if (match || segment.sent === '') return match;
  return throughVariable(node, segment.sent, rest) ?? throughGreedy(node, segments);
};

const throughVariable = (node: PathNode, sent: string, rest: Segment[]): PathMatch | undefined => {
  const match = node.variable && found(node.variable.node, rest);
  if (!node.variable || !match) return undefined;
  return { ...match, parameters: { [node.variable.name]: sent, ...match.parameters } };
};

const throughGreedy = (node: PathNode, segments: Segment[]): PathMatch | undefined =>
  node.greedy && {
    resource: node.greedy.node.resource,
    parameters: { [node.greedy.name]: segments.map(({ sent }) => sent).join('/') },
  };

/** The most specific resource for a path: exact before `{name}` before `{name+}`, at every step. */
export const matchPath = (root: PathNode, path: string): PathMatch | undefined => {
  const segments = segmentsOf(path);
  return segments.length === 1 && segments[0]?.sent === ''
    ? found(root, [])
    : found(root, segments);
};
