import { z } from 'zod';
import { unlessAbsent } from '../../absence.ts';
import { findListed } from '../../pages.ts';
import { camelNames, textOf } from '../../properties.ts';
import type { Actions, Made } from '../../provider.ts';

/** The properties of AWS::ApiGateway::Resource. */
export const Resource = z.strictObject({
  RestApiId: z.string(),
  ParentId: z.string(),
  PathPart: z.string(),
});

const madeOf = (id: string): Made => ({ physicalId: id, attributes: { ResourceId: id } });

/** A place in an API's path tree. One that moves is made anew; what hangs on it follows its id. */
export const resource: Actions<z.infer<typeof Resource>> = {
  async create(properties, { call }) {
    const answer = await call('apigateway', 'CreateResource', camelNames(properties));
    return madeOf(textOf(answer, 'id'));
  },
  async find({ RestApiId: restApiId, ParentId: parentId, PathPart: pathPart }, context) {
    const listing = {
      service: 'apigateway',
      operation: 'GetResources',
      input: { restApiId, limit: 500 },
      items: 'items',
      id: 'id',
      token: 'position',
    };
    const left = await unlessAbsent(() => findListed(listing, { parentId, pathPart }, context));
    return left && madeOf(textOf(left, 'id'));
  },
  async update(properties, existing, context) {
    const same = JSON.stringify(existing.properties) === JSON.stringify(properties);
    if (same) return existing;
    await unlessAbsent(async () => resource.delete?.(existing, context));
    return resource.create(properties, context);
  },
  async delete({ physicalId: resourceId, properties: { RestApiId: restApiId } }, { call }) {
    await call('apigateway', 'DeleteResource', { restApiId, resourceId });
  },
};
