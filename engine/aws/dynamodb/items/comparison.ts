import type { AttributeValue } from '../attributeValue.ts';
import { toRangeStr } from '../dynaliteDb.ts';

/** A value of an item, undefined where the item has none. */
export type Value = AttributeValue | undefined;

/** The type's name: `S`, `N`, `M` … */
export const typeOf = (value: AttributeValue): string => Object.keys(value)[0] ?? '';

/** The members of a set of any type. */
export const setOf = (value: AttributeValue): string[] | undefined =>
  value.SS ?? value.NS ?? value.BS;

/** One text for all ways to write a value: the order of set members and map keys means nothing. */
const canonical = (value: AttributeValue): string => {
  const members = setOf(value);
  if (members) return typeOf(value) + JSON.stringify([...members].sort());
  if (value.L) return `L[${value.L.map(canonical).join()}]`;
  if (!value.M) return JSON.stringify(value);
  const entries = Object.entries(value.M).sort(([a], [b]) => (a < b ? -1 : 1));
  return `M{${entries.map(([name, inner]) => JSON.stringify(name) + canonical(inner)).join()}}`;
};

/** Deep equality; sets are equal in any order. What is missing equals nothing. */
export const equal = (left: Value, right: Value): boolean =>
  left !== undefined && right !== undefined && canonical(left) === canonical(right);

/** Negative, 0 or positive; NaN for values that have no order among each other. */
export const compare = (left: Value, right: Value): number => {
  if (!left || !right || typeOf(left) !== typeOf(right)) return Number.NaN;
  if (!/^[SNB]$/.test(typeOf(left))) return Number.NaN;
  const [a, b] = [toRangeStr(left), toRangeStr(right)];
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

const hasPart = ({ S, B }: AttributeValue, part: AttributeValue): boolean =>
  B === undefined
    ? (S?.includes(part.S ?? '') ?? false)
    : Buffer.from(B, 'base64').includes(Buffer.from(part.B ?? '', 'base64'));

const hasMember = (set: AttributeValue, member: AttributeValue): boolean => {
  const content = { SS: member.S, NS: member.N, BS: member.B }[typeOf(set)];
  return content !== undefined && (setOf(set)?.includes(content) ?? false);
};

/** A part of a text or binary, or a member of a set or list. */
export const contains = (whole: Value, part: Value): boolean => {
  if (!whole || !part) return false;
  if (whole.L) return whole.L.some((member) => equal(member, part));
  if (setOf(whole)) return hasMember(whole, part);
  return typeOf(whole) === typeOf(part) && hasPart(whole, part);
};

/** Whether a text or binary begins with another. */
export const beginsWith = (whole: Value, start: Value): boolean =>
  whole !== undefined &&
  start !== undefined &&
  typeOf(whole) === typeOf(start) &&
  /^[SB]$/.test(typeOf(whole)) &&
  toRangeStr(whole).startsWith(toRangeStr(start));
