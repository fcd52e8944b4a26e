import { AwsError } from '../../../endpoint/errors.ts';
import type { AttributeValue, Item } from '../attributeValue.ts';

/** DynamoDB Developer Guide, "Supported data types": numbers have up to 38 digits of precision. */
const MOST_DIGITS = 38;

const digitsOf = (number: string): number =>
  number
    .replace(/e.*$/i, '')
    .replace(/[-+.]/g, '')
    .replace(/^0+|0+$/g, '').length;

const numbersIn = ({ N, NS, L, M }: AttributeValue): string[] => [
  ...(N === undefined ? [] : [N]),
  ...(NS ?? []),
  ...(L ?? Object.values(M ?? {})).flatMap(numbersIn),
];

/** Throws ValidationException when arithmetic has made a number that DynamoDB could not store whole. */
export const checkDigits = (item: Item): void => {
  const numbers = Object.values(item).flatMap(numbersIn);
  if (numbers.every((number) => digitsOf(number) <= MOST_DIGITS)) return;
  throw new AwsError(
    'ValidationException',
    'Attempting to store more than 38 significant digits in a Number',
  );
};
