/** A text that stands once in a file, and what takes its place. */
export type Change = readonly [find: string, replace: string];

/** One place that a recipe touches: a new file, or changes of one that is there. */
export type Edit = {
  file: string;
  /** What whoever leaves it out must be told of: the file, or one of these names. */
  names: readonly string[];
} & ({ text: string } | { changes: readonly Change[] });

/** A recipe of CONTRIBUTING.md as data. */
export type Recipe = {
  name: string;
  /** The most files that it may touch, generated ones apart. */
  limit: number;
  edits: readonly Edit[];
  /** Whether `npm run contracts` changes what is generated. */
  generates: boolean;
  /** The tests concerned. */
  tests: readonly string[];
  /** The simulated runs that follow, where it changes what onboarding makes. */
  simulation?: readonly string[];
};

/** The files that a recipe touches. */
export const filesOf = ({ edits }: Pick<Recipe, 'edits'>): string[] => [
  ...new Set(edits.map(({ file }) => file)),
];

/** What becomes of a file's text by an edit; throws where a text to find does not stand there once. */
export const editedBy = (edit: Edit, before: string | undefined): string => {
  if ('text' in edit) {
    if (before !== undefined) throw new Error(`${edit.file} is there already`);
    return edit.text;
  }
  return edit.changes.reduce((text, [find, replace]) => {
    if (text.split(find).length !== 2) throw new Error(`${edit.file} has not one: ${find}`);
    return text.replace(find, () => replace);
  }, before ?? '');
};
