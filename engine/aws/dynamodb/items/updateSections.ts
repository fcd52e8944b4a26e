import type { AttributeValue, Item, Path } from '../attributeValue.ts';
import { mapPath } from '../dynaliteDb.ts';

type Call = { type: string; name?: string; args: Operand[] };
type Operand = Path | Call | AttributeValue;

/** One change of an update expression, as dynalite's parser gives it. */
export type Section = { type: string; path: Path; val?: Operand; attrType?: string | null };

const isPath = (operand: Operand | undefined): operand is Path => Array.isArray(operand);

const found = (operand: Operand | undefined, item: Item): AttributeValue | undefined => {
  const value = isPath(operand) ? mapPath(operand, item) : undefined;
  return value && structuredClone(value);
};

const settled = (operand: Operand, item: Item): Operand => {
  if (isPath(operand)) return found(operand, item) ?? operand;
  if (!('args' in operand)) return structuredClone(operand);
  const [first, second] = operand.args;
  if (operand.name === 'if_not_exists' && second) {
    return found(first, item) ?? settled(second, item);
  }
  return { ...operand, args: operand.args.map((argument) => settled(argument, item)) };
};

const laterFirst = (left: Section, right: Section): number => {
  const at = left.path.findIndex((step, index) => step !== right.path[index]);
  const [a, b] = [left.path[at], right.path[at]];
  return typeof a === 'number' && typeof b === 'number' ? b - a : 0;
};

/**
 * The same changes, fit for dynalite, which applies them one by one and by reference: values are
 * copied from the item as it was, and list positions go last and from the end, so that no change
 * sees another.
 */
export const settledSections = (sections: readonly Section[], item: Item): Section[] => {
  const changes = sections.filter((section) => section.type !== 'remove');
  const removals = sections.filter((section) => section.type === 'remove');
  return [
    ...changes.map((section) =>
      section.val === undefined ? section : { ...section, val: settled(section.val, item) },
    ),
    ...removals.sort(laterFirst),
  ];
};
