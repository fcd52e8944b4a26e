import { z } from 'zod';
import { type JsonObject, JsonValue } from '../kernel/json.ts';
import type { ResourceContext } from './provider.ts';

/**
 * A list operation: what its answer lists things under, what names one and
 * what asks for the next page.
 */
export type Listing = Readonly<{
  service: string;
  operation: string;
  input: JsonObject;
  items: string;
  id: string;
  token: string;
}>;

/** The first listed thing with these fields that no other resource owns, on whatever page. */
export const findListed = async (
  listing: Listing,
  fields: Readonly<Record<string, string>>,
  { call, owned }: Pick<ResourceContext, 'call' | 'owned'>,
): Promise<JsonObject | undefined> => {
  const { service, operation, input, items, id, token } = listing;
  const answer = await call(service, operation, input);
  const page = z.array(z.record(z.string(), JsonValue)).parse(answer[items] ?? []);
  const found = page.find(
    (item) =>
      Object.entries(fields).every(([name, value]) => item[name] === value) &&
      !owned.has(String(item[id])),
  );
  const next = answer[token];
  if (found || typeof next !== 'string') return found;
  return findListed({ ...listing, input: { ...input, [token]: next } }, fields, { call, owned });
};
