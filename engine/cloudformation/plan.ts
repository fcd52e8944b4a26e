import { inDeploymentOrder } from './deploymentOrder.ts';
import { referencesIn } from './template/references.ts';
import { inside, type Place } from './template/scope.ts';
import type { Template, TemplateResource } from './template/template.ts';

/** The resources of a template whose conditions hold, each after those it refers to. */
export const plan = (template: Template, at: Place): [string, TemplateResource][] => {
  const active = Object.entries(template.Resources).filter(
    ([id, { Condition }]) =>
      Condition === undefined || at.scope.condition(Condition, inside(at, id).path),
  );
  const needs = new Map(
    active.map(([id, { Properties, DependsOn }]) => [
      id,
      [...DependsOn, ...referencesIn(Properties)],
    ]),
  );
  const resources = new Map(active);
  return inDeploymentOrder(needs, at.path).flatMap((id) => {
    const resource = resources.get(id);
    return resource ? [[id, resource]] : [];
  });
};
