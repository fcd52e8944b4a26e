import jsonata from 'jsonata';
import type { Json } from '../../../kernel/json.ts';
import { integrationFor } from '../integrations/integration.ts';
import type { State } from './aslSchema.ts';
import { contextReference } from './contextReference.ts';
import { type Problem, schemaProblem } from './definitionProblem.ts';
import { expressionIn, reasonOf } from './expression.ts';

const STRUCTURE = new Set(['Branches', 'ItemProcessor', 'Comment']);

const parseProblem = (expression: string, location: string): Problem[] => {
  try {
    const name = contextReference(jsonata(expression).ast());
    if (name === undefined) return [];
    const where = name === '$$' ? '' : ' at the top level';
    const message = `Reference to '${name}'${where} is not supported.`;
    return [{ code: 'UNSUPPORTED_JSONATA_EXPRESSION', message, location }];
  } catch (error) {
    return [{ code: 'INVALID_JSONATA_EXPRESSION', message: reasonOf(error), location }];
  }
};

const expressionProblems = (value: Json | undefined, at: string): Problem[] => {
  if (typeof value === 'string') {
    const expression = expressionIn(value);
    return expression === undefined ? [] : parseProblem(expression, at);
  }
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => expressionProblems(item, `${at}[${index}]`));
  }
  return Object.entries(value).flatMap(([key, item]) => expressionProblems(item, `${at}/${key}`));
};

const flowProblems = (state: State, at: string): Problem[] => {
  if (!('Next' in state || 'End' in state)) {
    const free = ['Choice', 'Succeed', 'Fail'].includes(state.Type);
    return free ? [] : [schemaProblem('These fields are required: [Next] or [End]', at)];
  }
  const both = state.Next !== undefined && state.End === true;
  const neither = state.Next === undefined && state.End !== true;
  return both || neither ? [schemaProblem("exactly one of 'Next' and 'End' is needed", at)] : [];
};

const recoveryProblems = (state: State, at: string): Problem[] => {
  if (!('Retry' in state || 'Catch' in state)) return [];
  return [
    ...wildcardProblems(state.Retry ?? [], `${at}/Retry`),
    ...wildcardProblems(state.Catch ?? [], `${at}/Catch`),
  ];
};

const wildcardProblems = (entries: readonly { ErrorEquals: string[] }[], at: string): Problem[] =>
  entries.flatMap(({ ErrorEquals: names }, index) => {
    if (!names.includes('States.ALL')) return [];
    const alone = names.length === 1 && index === entries.length - 1;
    const message = "'States.ALL' must appear alone and in the last entry";
    return alone ? [] : [schemaProblem(message, `${at}[${index}]/ErrorEquals`)];
  });

const ownProblems = (state: State, at: string): Problem[] => {
  if (state.Type === 'Wait' && (state.Seconds === undefined) === (state.Timestamp === undefined)) {
    return [schemaProblem("exactly one of 'Seconds' and 'Timestamp' is needed", at)];
  }
  if (state.Type === 'Task' && integrationFor(state.Resource) === undefined) {
    const message = `the local engine does not support the Resource '${state.Resource}'`;
    return [schemaProblem(message, `${at}/Resource`)];
  }
  return [];
};

const assignProblems = (state: State, at: string): Problem[] =>
  'Assign' in state && state.Assign && 'states' in state.Assign
    ? [schemaProblem("the variable name 'states' is reserved", `${at}/Assign`)]
    : [];

/** What is wrong with one state, its sub-machines aside. */
export const stateProblems = (state: State, at: string): Problem[] => [
  ...flowProblems(state, at),
  ...recoveryProblems(state, at),
  ...ownProblems(state, at),
  ...assignProblems(state, at),
  ...Object.entries(state)
    .filter(([field]) => !STRUCTURE.has(field))
    .flatMap(([field, value]) => expressionProblems(value, `${at}/${field}`)),
];
