import type { Json, JsonObject } from '../../../kernel/json.ts';
import { type Problem, schemaProblem } from './definitionProblem.ts';

const JSONPATH_FIELDS = [
  'InputPath',
  'OutputPath',
  'ResultPath',
  'ResultSelector',
  'Parameters',
  'Result',
  'ItemsPath',
  'SecondsPath',
  'TimestampPath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'MaxConcurrencyPath',
  'ErrorPath',
  'CausePath',
];

const objectIn = (value: Json | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};

const languageProblem = (state: JsonObject, machine: JsonObject, at: string): Problem[] => {
  const [own, whole] = [state['QueryLanguage'], machine['QueryLanguage']];
  if ((own ?? whole) === 'JSONata') return [];
  const message =
    whole === 'JSONata'
      ? `'QueryLanguage' can not be '${String(own)}' if set to 'JSONata' for whole state machine`
      : "the local engine runs QueryLanguage 'JSONata' only, this state is 'JSONPath'";
  return [schemaProblem(message, at)];
};

const fieldProblems = (state: JsonObject, at: string): Problem[] =>
  JSONPATH_FIELDS.filter((field) => field in state).map((field) =>
    schemaProblem(
      `The QueryLanguage is set to 'JSONata', but field '${field}' is only supported for the 'JSONPath' QueryLanguage`,
      at,
    ),
  );

const innerProblems = (state: JsonObject, machine: JsonObject, at: string): Problem[] => {
  const branches = Array.isArray(state['Branches']) ? state['Branches'] : [];
  const processor = objectIn(state['ItemProcessor']);
  return [
    ...branches.flatMap((branch, index) =>
      problemsIn(objectIn(branch), machine, `${at}/Branches[${index}]`),
    ),
    ...problemsIn(processor, machine, `${at}/ItemProcessor`),
  ];
};

const problemsIn = (container: JsonObject, machine: JsonObject, at: string): Problem[] =>
  Object.entries(objectIn(container['States'])).flatMap(([name, value]) => {
    const [state, place] = [objectIn(value), `${at}/States/${name}`];
    const language = languageProblem(state, machine, place);
    if (language.length > 0) return language;
    return [...fieldProblems(state, place), ...innerProblems(state, machine, place)];
  });

/** Whatever in a definition is JSONPath, which the engine does not run. */
export const jsonPathProblems = (machine: JsonObject): Problem[] =>
  problemsIn(machine, machine, '');
