import { z } from 'zod';
import type { Operation } from '../../../endpoint/service.ts';
import { badRequest, notCovered, notFound } from '../apiErrors.ts';
import { type Control, changing, newId, nowInSeconds, reading } from '../control.ts';
import { Flag, Limit, TextMap } from '../inputs.ts';
import { detachStages } from '../keys/usagePlans.ts';
import { pageOf } from '../page.ts';
import { newValue, PatchOperations, type PatchRules, patched, unescaped } from '../patch.ts';
import { removalOf } from './definitions.ts';
import { RestApi } from './restApiSchemas.ts';

const KeySource = RestApi.shape.apiKeySource;

const Create = z.strictObject({
  name: z.string().min(1),
  description: z.string().optional(),
  version: z.string().optional(),
  binaryMediaTypes: z.array(z.string()).optional(),
  minimumCompressionSize: z.number().optional(),
  apiKeySource: KeySource.default('HEADER'),
  endpointConfiguration: RestApi.shape.endpointConfiguration,
  disableExecuteApiEndpoint: Flag.default(false),
  tags: TextMap.optional(),
  cloneFrom: z.string().optional(),
  policy: z.string().optional(),
});

const Named = z.strictObject({ restApiId: z.string() });
const Listing = z.strictObject({ limit: Limit, position: z.string().optional() });
const Update = Named.extend({ patchOperations: PatchOperations });

/** Reads an API, or fails as API Gateway does for an unknown id. */
export const requireApi = async (control: Control, apiId: string): Promise<RestApi> => {
  const api = await control.definitions.apis.get(apiId);
  if (!api) {
    const { accountId } = control.engine;
    throw notFound(`Invalid API identifier specified ${accountId}:${apiId}`);
  }
  return api;
};

const refuseClosed = (closed: boolean): boolean => {
  if (closed) throw notCovered('a REST API with disableExecuteApiEndpoint');
  return closed;
};

const createRestApi = async (control: Control, input: z.infer<typeof Create>) => {
  const { cloneFrom, policy, ...given } = input;
  if (cloneFrom !== undefined) throw notCovered('CreateRestApi with cloneFrom');
  if (policy !== undefined) throw notCovered('a REST API with a resource policy');
  refuseClosed(given.disableExecuteApiEndpoint);
  if (given.endpointConfiguration?.types?.includes('PRIVATE'))
    throw notCovered('a PRIVATE REST API');
  const id = newId(control);
  const root = { id: newId(control), path: '/' };
  const api: RestApi = {
    ...given,
    id,
    createdDate: nowInSeconds(control),
    rootResourceId: root.id,
    endpointConfiguration: given.endpointConfiguration ?? { types: ['EDGE'] },
  };
  const { apis, resources } = control.definitions;
  await control.definitions.write(id, [
    apis.putting(id, api),
    resources.putting(`${id}/${root.id}`, root),
  ]);
  return api;
};

const getRestApis = async (control: Control, input: z.infer<typeof Listing>) => {
  const { entries, position } = await pageOf(control.definitions.apis, '', input);
  return { items: entries.map((entry) => entry.value), position };
};

const rules: PatchRules<RestApi> = {
  '/name': (api, operation) => ({ ...api, name: newValue(operation) ?? api.name }),
  '/description': (api, operation) => ({ ...api, description: newValue(operation) }),
  '/version': (api, operation) => ({ ...api, version: newValue(operation) }),
  '/apiKeySource': (api, operation) => {
    const source = KeySource.safeParse(operation.value);
    if (!source.success) throw badRequest('Invalid API key source specified');
    return { ...api, apiKeySource: source.data };
  },
  '/disableExecuteApiEndpoint': (api, operation) => ({
    ...api,
    disableExecuteApiEndpoint: refuseClosed(newValue(operation) === 'true'),
  }),
  '/minimumCompressionSize': (api, operation) => {
    const size = newValue(operation);
    return { ...api, minimumCompressionSize: size === undefined ? undefined : Number(size) };
  },
  '/binaryMediaTypes/*': (api, operation, rest) => {
    const type = unescaped(rest);
    const others = (api.binaryMediaTypes ?? []).filter((other) => other !== type);
    return { ...api, binaryMediaTypes: operation.op === 'remove' ? others : [...others, type] };
  },
};

const updateRestApi = async (control: Control, input: z.infer<typeof Update>) => {
  const api = patched(await requireApi(control, input.restApiId), input.patchOperations, rules);
  await control.definitions.write(api.id, [control.definitions.apis.putting(api.id, api)]);
  return api;
};

const deleteRestApi = async (control: Control, { restApiId }: z.infer<typeof Named>) => {
  await requireApi(control, restApiId);
  await detachStages(control, (stage) => stage.apiId === restApiId);
  await control.definitions.write(restApiId, await removalOf(control.definitions, restApiId));
  return {};
};

/** The operations on REST APIs. */
export const restApiOperations = (control: Control): Record<string, Operation> => ({
  CreateRestApi: changing(control, Create, createRestApi),
  GetRestApi: reading(control, Named, (_, input) => requireApi(control, input.restApiId)),
  GetRestApis: reading(control, Listing, getRestApis),
  UpdateRestApi: changing(control, Update, updateRestApi),
  DeleteRestApi: changing(control, Named, deleteRestApi),
});
