import type { RestRoute } from '../../endpoint/service.ts';
import type { Engine } from '../../engine.ts';
import {
  type Access,
  type Permission,
  type PermissionsOf,
  passRole,
  requestTags,
} from '../../iam/access.ts';
import { isJsonObject, type Json, type JsonObject } from '../../kernel/json.ts';
import type { Control } from './control.ts';
import { routes } from './routes.ts';
import { taggedBy } from './tags.ts';

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const filled = (path: string, input: JsonObject): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) =>
    name === 'resourceArn' ? encodeURIComponent(textOf(input[name])) : textOf(input[name]),
  );

const tagsOf = (input: JsonObject): Record<string, string> => {
  const { tags } = input;
  if (!isJsonObject(tags)) return {};
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, textOf(value)]));
};

const tagKeysOf = ({ tagKeys }: JsonObject): string[] | undefined =>
  tagKeys === undefined
    ? undefined
    : (Array.isArray(tagKeys) ? tagKeys : [tagKeys]).filter((key) => typeof key === 'string');

/** Tags of a new resource need the permission to tag any of its kind: its id is not known yet. */
const tagging = (gateway: string, collection: string, input: JsonObject): Permission[] => {
  const tags = tagsOf(input);
  if (Object.keys(tags).length === 0) return [];
  const tagged = encodeURIComponent(`${gateway}${collection}/`);
  return [
    {
      action: 'apigateway:PUT',
      resource: `${gateway}/tags/${tagged}*`,
      keys: requestTags(tags),
    },
  ];
};

const ROLE_PATH = /(credentials|cloudwatchRoleArn)$/i;

const patchedRoles = ({ patchOperations }: JsonObject): Json[] =>
  (Array.isArray(patchOperations) ? patchOperations : [])
    .filter(isJsonObject)
    .filter(({ path }) => ROLE_PATH.test(textOf(path)))
    .map(({ value }) => value ?? '');

const passing = (input: JsonObject): Permission[] =>
  [input['credentials'], input['authorizerCredentials'], ...patchedRoles(input)]
    .map(textOf)
    .filter((arn) => arn.includes(':role/'))
    .flatMap((arn) => passRole('apigateway.amazonaws.com', arn));

const permissionsOf =
  (gateway: string, { method, path }: RestRoute): PermissionsOf =>
  (input) => [
    {
      action: `apigateway:${method}`,
      resource: gateway + filled(path, input),
      keys: requestTags(tagsOf(input), tagKeysOf(input)),
    },
    ...(method === 'POST' ? tagging(gateway, path, input) : []),
    ...passing(input),
  ];

/** API Gateway asks for its HTTP methods on its paths, so the routes say what is needed. */
export const apigatewayAccess = (engine: Engine, control: Control): Access => ({
  refusal: { code: 'AccessDeniedException', status: 403 },
  permissions: Object.fromEntries(
    routes.map((route) => [
      route.operation,
      permissionsOf(`arn:aws:apigateway:${engine.region}::`, route),
    ]),
  ),
  resourceTags: async (resource) => (await taggedBy(control, resource))?.tags,
});
