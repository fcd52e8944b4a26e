import { AwsError } from '../../../endpoint/errors.ts';
import type { AttributeValue, Item } from '../attributeValue.ts';

/** DynamoDB Developer Guide, "Quotas": attributes nest up to 32 levels, the attribute itself being the first. */
const DEEPEST = 32;

const within = ({ L, M }: AttributeValue): AttributeValue[] => L ?? Object.values(M ?? {});

const isTooDeep = (value: AttributeValue, level: number): boolean =>
  level > DEEPEST || within(value).some((inner) => isTooDeep(inner, level + 1));

/** Throws ValidationException when an attribute nests deeper than DynamoDB keeps. */
export const checkNesting = (item: Item): void => {
  if (!Object.values(item).some((value) => isTooDeep(value, 1))) return;
  throw new AwsError(
    'ValidationException',
    'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit',
  );
};
