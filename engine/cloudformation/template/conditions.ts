import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type Json, JsonValue } from '../../kernel/json.ts';
import { TemplateError } from '../errors.ts';
import { resolve } from './intrinsics.ts';
import { inside, type Place, type Scope } from './scope.ts';

type Evaluate = (operands: readonly Json[], at: Place) => boolean;

const operators: Readonly<Record<string, Evaluate>> = {
  'Fn::Equals': ([left = null, right = null], at) =>
    isDeepStrictEqual(comparable(resolve(left, at)), comparable(resolve(right, at))),
  'Fn::And': (operands, at) => operands.every((operand) => holds(operand, at)),
  'Fn::Or': (operands, at) => operands.some((operand) => holds(operand, at)),
  'Fn::Not': ([operand = null], at) => !holds(operand, at),
};

const comparable = (value: Json | undefined): Json | undefined =>
  typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;

const Expression = z.record(z.string(), JsonValue).transform((value) => Object.entries(value));

/** Whether a condition's expression is true. */
export const holds = (expression: Json, at: Place): boolean => {
  const [entry] = Expression.safeParse(expression).data ?? [];
  const [name, operands] = entry ?? ['', null];
  const place = inside(at, name);
  if (name === 'Condition' && typeof operands === 'string')
    return at.scope.condition(operands, place.path);
  const operator = operators[name];
  if (!operator || !Array.isArray(operands)) {
    throw new TemplateError(`${place.path}: unsupported condition`);
  }
  return operator(operands, place);
};

/** The conditions of one template, each evaluated when first asked for. */
export const conditionsOf = (
  expressions: Readonly<Record<string, Json>>,
  here: () => Place,
): Scope['condition'] => {
  const known = new Map<string, boolean | 'open'>();
  return (name, path) => {
    const expression = expressions[name];
    const value = known.get(name);
    if (expression === undefined) throw new TemplateError(`${path}: no condition ${name}`);
    if (value === 'open') throw new TemplateError(`${path}: condition ${name} needs itself`);
    if (value !== undefined) return value;
    known.set(name, 'open');
    const answer = holds(expression, inside(here(), name));
    known.set(name, answer);
    return answer;
  };
};
