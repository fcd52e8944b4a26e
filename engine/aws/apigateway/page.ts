import type { Collection } from '../../kernel/store.ts';

/** One page of a collection, in key order; `position` is where the next one starts. */
export const pageOf = async <T>(
  collection: Pick<Collection<T>, 'list'>,
  prefix: string,
  range: { limit: number; position?: string | undefined },
): Promise<{ entries: { key: string; value: T }[]; position: string | undefined }> => {
  const after = range.position && Buffer.from(range.position, 'base64url').toString();
  const found = await collection.list({
    prefix,
    limit: range.limit + 1,
    ...(after && { after }),
  });
  const entries = found.slice(0, range.limit);
  const last = entries.at(-1);
  const more = found.length > range.limit && last !== undefined;
  return { entries, position: more ? Buffer.from(last.key).toString('base64url') : undefined };
};
