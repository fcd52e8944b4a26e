import type { Assembly } from '../../engine/cloudformation/template/assembly.ts';
import { parseTemplate } from '../../engine/cloudformation/template/template.ts';

/** An assembly of hand-made templates, stack name → template, in deployment order. */
export const assemblyOf = (
  templates: Readonly<Record<string, unknown>>,
  assets: Readonly<Record<string, string>> = {},
): Assembly => ({
  stacks: Object.entries(templates).map(([stack, content]) => ({
    stack,
    template: parseTemplate(stack, JSON.parse(JSON.stringify(content))),
  })),
  assets: new Map(Object.entries(assets)),
});
