import { type Finding, firstFinding } from './checks.ts';
import { type Edit, filesOf, type Recipe } from './recipe.ts';
import type { Scratch } from './scratch.ts';

/** One run of a recipe: whole, or without one of its places. */
export type Trial = {
  leftOut: string;
  finding: Finding | undefined;
  /** Whether it went as it must: whole and green, or red by something that names the place. */
  isRight: boolean;
  /** Which of the names was said. */
  said: string | undefined;
};

const GENERATING = 'npm run contracts';

/** The edits without one; whoever leaves out a new file changes nothing in it either. */
const without = (edits: readonly Edit[], left: Edit): Edit[] =>
  edits.filter((edit) => edit !== left && !('text' in left && edit.file === left.file));

const trialOf = (
  leftOut: string,
  names: readonly string[],
  finding: Finding | undefined,
): Trial => {
  const said = names.find((name) => finding?.output.includes(name));
  return { leftOut, finding, said, isRight: said !== undefined };
};

const titleOf = ({ edits }: Recipe, edit: Edit): string => {
  const inFile = edits.filter(({ file }) => file === edit.file);
  return inFile.length === 1 ? edit.file : `${edit.file} (${inFile.indexOf(edit) + 1})`;
};

/** Follows a recipe whole, and then without each of its places. */
export function* follow(scratch: Scratch, recipe: Recipe): Generator<Trial, void, undefined> {
  const { edits, generates } = recipe;
  scratch.apply(edits);
  const whole = firstFinding(scratch, recipe, generates);
  yield {
    leftOut: `nothing (${filesOf(recipe).length} of ${recipe.limit} files)`,
    finding: whole,
    isRight: whole === undefined && filesOf(recipe).length <= recipe.limit,
    said: undefined,
  };
  for (const edit of edits) {
    scratch.apply(without(edits, edit));
    const finding = firstFinding(scratch, recipe, generates);
    yield trialOf(titleOf(recipe, edit), edit.names, finding);
  }
  if (!generates) return;
  scratch.apply(edits);
  yield trialOf(GENERATING, ['README.md', 'docs/'], firstFinding(scratch, recipe, false));
}
