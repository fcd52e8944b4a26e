import { TemplateError } from './errors.ts';

const refuseCycle = (name: string, trail: readonly string[], what: string): void => {
  if (!trail.includes(name)) return;
  const cycle = [...trail.slice(trail.indexOf(name)), name].join(' → ');
  throw new TemplateError(`${what}: circular dependency ${cycle}`);
};

/**
 * Names so that each comes after those it needs, otherwise in the given order. What is needed but
 * not among the names is somebody else's. Throws TemplateError naming a cycle.
 */
export const inDeploymentOrder = (
  needs: ReadonlyMap<string, readonly string[]>,
  what: string,
): string[] => {
  const done = new Set<string>();
  const visit = (name: string, trail: readonly string[]): void => {
    if (done.has(name)) return;
    refuseCycle(name, trail, what);
    const others = (needs.get(name) ?? []).filter((needed) => needs.has(needed));
    for (const needed of others) visit(needed, [...trail, name]);
    done.add(name);
  };
  for (const name of needs.keys()) visit(name, []);
  return [...done];
};
