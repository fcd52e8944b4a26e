import type { Request } from '../dynalite.ts';
import { typeOf } from './comparison.ts';
import { type Expression, isTest, type Operand } from './condition.ts';
import { invalid } from './itemChecks.ts';

/** Only these have an order: an expression that compares another literal is refused before any item is read. */
const ORDERED = /^[SNB]$/;
const COMPARING = /^(<|<=|>|>=|between)$/;

const checkOperand = (where: string, operator: string, operand: Operand): void => {
  if (Array.isArray(operand) || 'args' in operand || ORDERED.test(typeOf(operand))) return;
  throw invalid(
    `Invalid ${where}: Incorrect operand type for operator or function; operator: ${operator}, operand type: ${typeOf(operand)}`,
  );
};

const checkExpression = (where: string, expression: Expression): void => {
  if (!isTest(expression)) {
    for (const part of expression.args) checkExpression(where, part);
    return;
  }
  if (!COMPARING.test(expression.type)) return;
  for (const operand of expression.args) checkOperand(where, expression.type, operand);
};

const checkSelect = ({ Select, _projection, AttributesToGet }: Request): void => {
  const narrows = _projection !== undefined || AttributesToGet !== undefined;
  if (Select === 'SPECIFIC_ATTRIBUTES' && !narrows) {
    throw invalid(
      'One or more parameter values were invalid: Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    );
  }
  if (Select === 'ALL_ATTRIBUTES' && _projection !== undefined) {
    throw invalid(
      'One or more parameter values were invalid: Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES',
    );
  }
};

/** Refuses what AWS refuses of a request and dynalite lets through. Throws ValidationException. */
export const checkRequest = (request: Request): void => {
  checkSelect(request);
  const { _condition, _filter } = request;
  if (_condition) checkExpression('ConditionExpression', _condition.expression);
  if (_filter) checkExpression('FilterExpression', _filter.expression);
};
