import { z } from 'zod';
import { AwsError } from '../../endpoint/errors.ts';
import { operation } from '../../endpoint/service.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { Turns } from '../../kernel/turns.ts';
import type { Parameter, Parameters } from './parameter.ts';

const Resource = z.strictObject({ ResourceType: z.literal('Parameter'), ResourceId: z.string() });
const Tag = z.strictObject({ Key: z.string(), Value: z.string() });

/** Tags of parameters. */
export const tagOperations = (parameters: Parameters, turns: Turns) => {
  const need = async (name: string): Promise<Parameter> => {
    const parameter = await parameters.find(name);
    if (parameter) return parameter;
    throw new AwsError(
      'InvalidResourceId',
      'The resource ID is not valid. Verify that you entered the correct ID and try again.',
    );
  };
  const change = (name: string, edit: (tags: Parameter['tags']) => Parameter['tags']) =>
    turns.take(name, async (): Promise<JsonObject> => {
      const parameter = await need(name);
      await parameters.put(parameter.name, { ...parameter, tags: edit(parameter.tags) });
      return {};
    });
  return {
    AddTagsToResource: operation(Resource.extend({ Tags: z.array(Tag) }), (input) =>
      change(input.ResourceId, (tags) => ({
        ...tags,
        ...Object.fromEntries(input.Tags.map(({ Key, Value }) => [Key, Value])),
      })),
    ),
    RemoveTagsFromResource: operation(Resource.extend({ TagKeys: z.array(z.string()) }), (input) =>
      change(input.ResourceId, (tags) =>
        Object.fromEntries(Object.entries(tags).filter(([key]) => !input.TagKeys.includes(key))),
      ),
    ),
    ListTagsForResource: operation(Resource, async (input) => ({
      TagList: Object.entries((await need(input.ResourceId)).tags).map(([Key, Value]) => ({
        Key,
        Value,
      })),
    })),
  };
};
