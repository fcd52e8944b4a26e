import { z } from 'zod';
import type { Operation } from '../../endpoint/service.ts';
import { notFound } from './apiErrors.ts';
import { type Control, changing, reading } from './control.ts';
import { TextMap } from './inputs.ts';

const Named = z.strictObject({ resourceArn: z.string() });
const Get = Named.extend({ limit: z.unknown().optional(), position: z.unknown().optional() });
const Tag = Named.extend({ tags: TextMap });
const Untag = Named.extend({
  tagKeys: z.union([z.string().transform((name) => [name]), z.array(z.string())]),
});

type Tags = Record<string, string>;
type Tagged = { tags: Tags; write(tags: Tags): Promise<void> };
type Found = (control: Control, ids: string[]) => Promise<Tagged | undefined>;

const api: Found = async ({ definitions }, [id = '']) => {
  const found = await definitions.apis.get(id);
  const write = (tags: Tags) =>
    definitions.write(id, [definitions.apis.putting(id, { ...(found ?? missing()), tags })]);
  return found && { tags: found.tags ?? {}, write };
};

const stage: Found = async ({ definitions }, [apiId = '', name = '']) => {
  const key = `${apiId}/${name}`;
  const found = await definitions.stages.get(key);
  const write = (tags: Tags) =>
    definitions.write(apiId, [definitions.stages.putting(key, { ...(found ?? missing()), tags })]);
  return found && { tags: found.tags ?? {}, write };
};

const apiKey: Found = async ({ keys }, [id = '']) => {
  const found = await keys.keys.get(id);
  const write = (tags: Tags) =>
    keys.write([keys.keys.putting(id, { ...(found ?? missing()), tags })], {
      values: found ? [found.value] : [],
    });
  return found && { tags: found.tags ?? {}, write };
};

const plan: Found = async ({ keys }, [id = '']) => {
  const found = await keys.plans.get(id);
  const write = (tags: Tags) =>
    keys.write([keys.plans.putting(id, { ...(found ?? missing()), tags })], { plans: [id] });
  return found && { tags: found.tags ?? {}, write };
};

const missing = (): never => {
  throw notFound('Invalid resource identifier specified');
};

const KINDS: [RegExp, Found][] = [
  [/:\/restapis\/([^/]+)$/, api],
  [/:\/restapis\/([^/]+)\/stages\/([^/]+)$/, stage],
  [/:\/apikeys\/([^/]+)$/, apiKey],
  [/:\/usageplans\/([^/]+)$/, plan],
];

/** What an ARN names, when that has tags. */
export const taggedBy = async (control: Control, arn: string): Promise<Tagged | undefined> => {
  for (const [pattern, find] of KINDS) {
    const match = pattern.exec(arn);
    const found = match && (await find(control, match.slice(1)));
    if (found) return found;
  }
  return undefined;
};

const requireTagged = async (control: Control, arn: string): Promise<Tagged> =>
  (await taggedBy(control, arn)) ?? missing();

const tagResource = async (control: Control, input: z.infer<typeof Tag>) => {
  const { tags, write } = await requireTagged(control, input.resourceArn);
  await write({ ...tags, ...input.tags });
  return {};
};

const untagResource = async (control: Control, input: z.infer<typeof Untag>) => {
  const { tags, write } = await requireTagged(control, input.resourceArn);
  const left = Object.entries(tags).filter(([name]) => !input.tagKeys.includes(name));
  await write(Object.fromEntries(left));
  return {};
};

/** Tags of APIs, stages, API keys and usage plans. */
export const tagOperations = (control: Control): Record<string, Operation> => ({
  TagResource: changing(control, Tag, tagResource),
  UntagResource: changing(control, Untag, untagResource),
  GetTags: reading(control, Get, async (_, input) => ({
    tags: (await requireTagged(control, input.resourceArn)).tags,
  })),
});
