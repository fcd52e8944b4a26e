import { z } from 'zod';
import { AwsError } from '../../endpoint/errors.ts';
import { operation } from '../../endpoint/service.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { DEFAULT_BUS } from './eventBus.ts';
import type { Parts } from './parts.ts';
import { ruleKey } from './rules/rule.ts';
import { Tags, tagMap } from './tags.ts';

type TagMap = Record<string, string>;
/** Something that has tags: what its changes take turns by, and how they are read and written. */
type Tagged = { key: string; read(): Promise<TagMap>; write(tags: TagMap): Promise<void> };

const ofBus = ({ buses }: Parts, name: string): Tagged => ({
  key: name,
  read: async () => (await buses.need(name)).tags,
  write: async (tags) => buses.put(name, { ...(await buses.need(name)), tags }),
});

const ofRule = ({ rules }: Parts, path: string): Tagged => {
  const [name = '', bus = DEFAULT_BUS] = path.split('/').reverse();
  const id = { bus, name };
  return {
    key: ruleKey(id),
    read: async () => (await rules.need(id)).tags,
    write: async (tags) => rules.put({ ...(await rules.need(id)), tags }),
  };
};

/** What an ARN names, when that has tags. Throws ValidationException for other ARNs. */
export const taggedBy = (parts: Parts, arn: string): Tagged => {
  const [, kind, path = ''] =
    /^arn:aws:events:[^:]+:\d{12}:(rule|event-bus)\/(.+)$/.exec(arn) ?? [];
  if (kind === 'rule') return ofRule(parts, path);
  if (kind === 'event-bus') return ofBus(parts, path);
  throw new AwsError(
    'ValidationException',
    `Parameter ${arn} is not valid. Reason: Provided Arn is not in correct format.`,
  );
};

const Resource = z.strictObject({ ResourceARN: z.string() });

/** Tags of rules and buses. */
export const tagOperations = (parts: Parts) => {
  const change = (arn: string, edit: (tags: TagMap) => TagMap): Promise<JsonObject> => {
    const tagged = taggedBy(parts, arn);
    return parts.turns.take(tagged.key, async () => {
      await tagged.write(edit(await tagged.read()));
      return {};
    });
  };
  return {
    TagResource: operation(Resource.extend({ Tags }), (input) =>
      change(input.ResourceARN, (tags) => ({ ...tags, ...tagMap(input.Tags) })),
    ),
    UntagResource: operation(Resource.extend({ TagKeys: z.array(z.string()) }), (input) =>
      change(input.ResourceARN, (tags) =>
        Object.fromEntries(Object.entries(tags).filter(([key]) => !input.TagKeys.includes(key))),
      ),
    ),
    ListTagsForResource: operation(Resource, async (input) => {
      const tags = await taggedBy(parts, input.ResourceARN).read();
      return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
    }),
  };
};
