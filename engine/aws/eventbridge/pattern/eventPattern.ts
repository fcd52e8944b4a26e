import { AwsError } from '../../../endpoint/errors.ts';
import { JsonObject, parseJson } from '../../../kernel/json.ts';
import { agree, both, type EventFields, eventFields, type Place } from './eventFields.ts';
import { type Asked, withoutOr } from './expandOr.ts';
import { type LeafPattern, leafPattern } from './leafPattern.ts';
import { PatternProblem } from './patternProblem.ts';

type Leaf = LeafPattern & { path: string };

/** Whether an event, as it is delivered, matches. */
export type EventPattern = (event: JsonObject) => boolean;

const LONGEST = 2048;

const nowhere: Place = new Map();

/** In the order of their paths, as EventBridge looks at them: what is absent is judged by those before. */
const leavesOf = (asked: Asked): Leaf[] =>
  [...asked]
    .map(([path, alternatives]) => ({ path, ...leafPattern(alternatives) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));

/** Whether all leaves hold for fields that lie in the same elements of arrays. */
const allHold = ([leaf, ...others]: readonly Leaf[], event: EventFields, place: Place): boolean => {
  if (!leaf) return true;
  const there = (event.get(leaf.path) ?? []).filter((field) => agree(place, field.place));
  if (leaf.orAbsent && there.length === 0) return allHold(others, event, place);
  const passing = there.filter(({ value }) => leaf.tests.some((test) => test(value)));
  const places = new Set(passing.map((field) => field.place));
  return [...places].some((found) => allHold(others, event, both(place, found)));
};

const read = (text: string): Leaf[][] => {
  if (text.length > LONGEST) {
    throw new PatternProblem(`the pattern is longer than ${LONGEST} characters`);
  }
  const parsed = JsonObject.safeParse(parseJson(text));
  if (!parsed.success) throw new PatternProblem('Filter is not an object');
  return withoutOr(parsed.data).map(leavesOf);
};

/** Reads a pattern's JSON text. Throws InvalidEventPatternException that names what is wrong. */
export const eventPattern = (text: string): EventPattern => {
  try {
    const alternatives = read(text);
    return (event) => {
      const fields = eventFields(event);
      return alternatives.some((leaves) => allHold(leaves, fields, nowhere));
    };
  } catch (error) {
    if (!(error instanceof PatternProblem || error instanceof SyntaxError)) throw error;
    throw new AwsError(
      'InvalidEventPatternException',
      `Event pattern is not valid. Reason: ${error.message}`,
    );
  }
};
