import type { Json } from '../kernel/json.ts';
import { withLocalUrls } from './localUrls.ts';
import { resolve } from './template/intrinsics.ts';
import { inside, type Place } from './template/scope.ts';
import type { Template } from './template/template.ts';

/** One output of a deployed stack. */
export type StackOutput = {
  key: string;
  value: string;
  description?: string;
  exportName?: string;
};

const asText = (value: Json | undefined): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? '');

const outputOf = (
  [key, output]: [string, Template['Outputs'][string]],
  at: Place,
  endpoint: string,
): StackOutput => ({
  key,
  value: asText(withLocalUrls(resolve(output.Value, at), endpoint)),
  ...(output.Description !== undefined && { description: output.Description }),
  ...(output.Export && { exportName: asText(resolve(output.Export.Name, at)) }),
});

/** The outputs of a stack whose resources all exist; those with a false condition are left out. */
export const stackOutputs = (template: Template, at: Place, endpoint: string): StackOutput[] =>
  Object.entries(template.Outputs)
    .filter(
      ([key, { Condition }]) =>
        Condition === undefined || at.scope.condition(Condition, inside(at, key).path),
    )
    .map((entry) => outputOf(entry, inside(at, entry[0]), endpoint));
