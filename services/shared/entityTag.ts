import * as z from 'zod';

/** As RFC 9110 writes one; `W/` makes it a weak one. */
const TAG = /(?:W\/)?"[\x21\x23-\x7E\x80-\xFF]*"/;
const LIST = new RegExp(
  `^(?:\\*|[\\t ,]*${TAG.source}(?:[\\t ]*,[\\t ,]*${TAG.source})*[\\t ,]*)$`,
);

const MAX_TAGS = 20;
const MAX_LENGTH = 2_000;

/** What an ETag says of a version, which holds no quotes itself. */
const tagOf = (version: string): string => `"${version}"`;

/** Weak tags keep their form, which is no version's: they match nothing, as RFC 9110 says. */
const versionIn = (tag: string): string => (tag.startsWith('W/') ? tag : tag.slice(1, -1));

const expectedIn = (text: string): '*' | string[] =>
  text === '*' ? text : Array.from(text.matchAll(new RegExp(TAG, 'g')), ([tag]) => versionIn(tag));

/** The header by which a write is for certain versions only: some, or `*`, which is any that there is. */
export const IfMatchHeaders = z.object({
  'if-match': z
    .string()
    .max(MAX_LENGTH, `must be at most ${MAX_LENGTH} characters`)
    .regex(LIST, 'must be *, or ETags in their double quotes with commas between them')
    .transform(expectedIn)
    .refine((expected) => expected.length <= MAX_TAGS, `must name at most ${MAX_TAGS} ETags`)
    .optional()
    .describe('Write only if the ETag is still one of these. Without it the last writer wins.'),
});

/** The header that an answer names the version by. */
export const EntityTagHeaders = z.object({
  etag: z.string().describe('Another one after every write. Send it back as `If-Match`.'),
});

/** Names the version of what is answered; scripts of web pages may read that too. */
export const entityTag = (version: string) => ({
  etag: tagOf(version),
  'access-control-expose-headers': 'ETag',
});
