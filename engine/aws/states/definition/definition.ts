import { AwsError } from '../../../endpoint/errors.ts';
import { parseJsonObject } from '../../../kernel/json.ts';
import { type Container, containersOf, Machine, type State } from './aslSchema.ts';
import { type Problem, zodProblems } from './definitionProblem.ts';
import { jsonPathProblems } from './queryLanguage.ts';
import { stateProblems } from './stateChecks.ts';

const targetsOf = (state: State): string[] => [
  ...('Next' in state && state.Next !== undefined ? [state.Next] : []),
  ...('Catch' in state ? (state.Catch ?? []) : []).map((catcher) => catcher.Next),
  ...(state.Type === 'Choice' ? state.Choices.map((rule) => rule.Next) : []),
  ...(state.Type === 'Choice' && state.Default !== undefined ? [state.Default] : []),
];

const isEnd = (state: State): boolean =>
  state.Type === 'Succeed' || state.Type === 'Fail' || ('End' in state && state.End === true);

const graphProblems = (container: Container, at: string): Problem[] => {
  const states = Object.entries(container.States);
  const targets = [container.StartAt, ...states.flatMap(([, state]) => targetsOf(state))];
  const missing = targets.filter((target) => !Object.hasOwn(container.States, target));
  const unreached = states.map(([name]) => name).filter((name) => !targets.includes(name));
  const code = 'MISSING_TRANSITION_TARGET';
  return [
    ...missing.map((name) => ({ code, message: `Missing target state '${name}'`, location: at })),
    ...unreached.map((name) => ({
      code,
      message: `State "${name}" is not reachable.`,
      location: `${at}/States/${name}`,
    })),
    ...(states.some(([, state]) => isEnd(state))
      ? []
      : [{ code: 'MISSING_END_STATE', message: 'no state ends the machine', location: at }]),
  ];
};

const containerProblems = (container: Container, at: string): Problem[] => [
  ...graphProblems(container, at),
  ...Object.entries(container.States).flatMap(([name, state]) => {
    const place = `${at}/States/${name}`;
    return [
      ...stateProblems(state, place),
      ...containersOf(state).flatMap((inner) =>
        containerProblems(inner.container, `${place}/${inner.at}`),
      ),
    ];
  }),
];

const namesIn = (container: Container): string[] =>
  Object.entries(container.States).flatMap(([name, state]) => [
    name,
    ...containersOf(state).flatMap((inner) => namesIn(inner.container)),
  ]);

const duplicateProblems = (machine: Machine): Problem[] =>
  namesIn(machine)
    .filter((name, index, names) => names.indexOf(name) !== index)
    .map((name) => ({
      code: 'DUPLICATE_STATE_NAME',
      message: `State name '${name}' is used twice`,
      location: '/States',
    }));

const refusal = (problems: readonly Problem[]): AwsError => {
  const text = problems.map((found) => `${found.code}: ${found.message} at ${found.location}`);
  return new AwsError(
    'InvalidDefinition',
    `Invalid State Machine Definition: '${text.join(', ')}'`,
  );
};

const parseText = (definition: string) => {
  try {
    return parseJsonObject(definition);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw refusal([{ code: 'INVALID_JSON_DESCRIPTION', message, location: '/' }]);
  }
};

/** Reads a definition. InvalidDefinition names every field, state and expression it refuses. */
export const parseDefinition = (definition: string): Machine => {
  const json = parseText(definition);
  const foreign = jsonPathProblems(json);
  if (foreign.length > 0) throw refusal(foreign);
  const machine = Machine.safeParse(json);
  if (!machine.success) throw refusal(zodProblems(machine.error.issues));
  const problems = [...containerProblems(machine.data, ''), ...duplicateProblems(machine.data)];
  if (problems.length > 0) throw refusal(problems);
  return machine.data;
};
