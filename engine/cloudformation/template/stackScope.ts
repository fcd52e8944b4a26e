import type { Json } from '../../kernel/json.ts';
import { TemplateError } from '../errors.ts';
import type { Made } from '../provider.ts';
import { conditionsOf } from './conditions.ts';
import type { Scope } from './scope.ts';
import type { Template } from './template.ts';

/** A stack as its template sees it while it is being deployed. */
export type Surroundings = Readonly<{
  stack: string;
  template: Template;
  accountId: string;
  region: string;
  /** What has been made so far, by logical id. */
  made: ReadonlyMap<string, Made>;
  /** What earlier stacks export, by export name. */
  exports: ReadonlyMap<string, Json>;
}>;

const pseudoParameters = ({
  stack,
  accountId,
  region,
}: Surroundings): Map<string, Json | undefined> =>
  new Map<string, Json | undefined>([
    ['AWS::AccountId', accountId],
    ['AWS::NoValue', undefined],
    ['AWS::Partition', 'aws'],
    ['AWS::Region', region],
    ['AWS::StackId', `arn:aws:cloudformation:${region}:${accountId}:stack/${stack}/local`],
    ['AWS::StackName', stack],
    ['AWS::URLSuffix', 'amazonaws.com'],
  ]);

const parameterValues = (template: Template): [string, Json][] =>
  Object.entries(template.Parameters).flatMap(([name, { Type, Default }]) => {
    if (Default === undefined || Type.startsWith('AWS::SSM::')) return [];
    return [[name, Type === 'CommaDelimitedList' ? String(Default).split(',') : Default]];
  });

const found = (value: Json | undefined, what: string): Json => {
  if (value === undefined) throw new TemplateError(what);
  return value;
};

/** Answers the intrinsic functions of one stack's template. */
export const stackScope = (stack: Surroundings): Scope => {
  const { template, made, exports } = stack;
  const names = new Map([...pseudoParameters(stack), ...parameterValues(template)]);
  const scope: Scope = {
    ref(name, path) {
      if (names.has(name)) return names.get(name);
      return found(made.get(name)?.physicalId, `${path}: no value for ${name}`);
    },
    attribute(logicalId, name, path) {
      const attribute = made.get(logicalId)?.attributes[name];
      return found(attribute, `${path}: no attribute ${name} of ${logicalId}`);
    },
    condition: conditionsOf(template.Conditions, () => ({
      scope,
      path: `${stack.stack}.Conditions`,
    })),
    mapped([map, first, second], path) {
      const value = template.Mappings[map]?.[first]?.[second];
      return found(value, `${path}: no mapping ${map}.${first}.${second}`);
    },
    exported: (name, path) => found(exports.get(name), `${path}: no stack exports ${name}`),
  };
  return scope;
};
