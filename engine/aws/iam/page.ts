import type { JsonObject } from '../../kernel/json.ts';

type Request = { Marker?: string | undefined; MaxItems: number };

/** One page of what is sorted by `keyOf`; the marker is the last key given out. */
export const pageOf = <T>(
  all: readonly T[],
  keyOf: (item: T) => string,
  { Marker, MaxItems }: Request,
): { items: T[]; more: JsonObject } => {
  const rest = all.filter((item) => Marker === undefined || keyOf(item) > Marker);
  const items = rest.slice(0, MaxItems);
  const last = items.at(-1);
  const more =
    rest.length > items.length && last !== undefined
      ? { IsTruncated: true, Marker: keyOf(last) }
      : { IsTruncated: false };
  return { items, more };
};

/** Texts in the order that `pageOf` wants. */
export const sorted = (texts: Iterable<string>): string[] => [...texts].sort();
