/** What is wrong with a pattern, in the words of its author's mistake. */
export class PatternProblem extends Error {
  override readonly name = 'PatternProblem';
}
