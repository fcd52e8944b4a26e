import { z } from 'zod';
import type { JsonObject } from '../json.ts';
import type { ResourceContext } from './provider.ts';

/** A list operation: which field of its answer lists, and which field asks for the next page. */
export type Listing = Readonly<{
  service: string;
  operation: string;
  input: JsonObject;
  items: string;
  token: string;
}>;

/** The first listed thing that has these fields, on whatever page. */
export const findListed = async (
  listing: Listing,
  fields: Readonly<Record<string, string>>,
  { call }: Pick<ResourceContext, 'call'>,
): Promise<JsonObject | undefined> => {
  const { service, operation, input, items, token } = listing;
  const answer = await call(service, operation, input);
  const page = z.array(z.record(z.string(), z.json())).parse(answer[items] ?? []);
  const found = page.find((item) =>
    Object.entries(fields).every(([name, value]) => item[name] === value),
  );
  const next = answer[token];
  if (found || typeof next !== 'string') return found;
  return findListed({ ...listing, input: { ...input, [token]: next } }, fields, { call });
};
