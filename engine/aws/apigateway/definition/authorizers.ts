import { z } from 'zod';
import type { Operation } from '../../../endpoint/service.ts';
import { badRequest, conflict, notCovered, notFound } from '../apiErrors.ts';
import { type Control, changing, newId, reading } from '../control.ts';
import { Limit } from '../inputs.ts';
import { pageOf } from '../page.ts';
import { newValue, PatchOperations, type PatchRules, patched } from '../patch.ts';
import { functionArnIn } from '../serving/functionArn.ts';
import { Authorizer } from './restApiSchemas.ts';
import { requireApi } from './restApis.ts';

const Create = z.strictObject({
  restApiId: z.string(),
  name: z.string().min(1),
  type: z.string(),
  authType: z.string().optional(),
  providerARNs: z.array(z.string()).optional(),
  authorizerUri: z.string().optional(),
  authorizerCredentials: z.string().optional(),
  identitySource: z.string().optional(),
  identityValidationExpression: z.string().optional(),
  authorizerResultTtlInSeconds: z.number().int().default(300),
});
const Named = z.strictObject({ restApiId: z.string(), authorizerId: z.string() });
const Listing = z.strictObject({
  restApiId: z.string(),
  limit: Limit,
  position: z.string().optional(),
});
const Update = Named.extend({ patchOperations: PatchOperations });

const SOURCE = /^(method\.request\.(header|querystring)|context|stageVariables)\.\S+$/;

const checkSources = (authorizer: Authorizer): void => {
  const { identitySource = '' } = authorizer;
  const cached = authorizer.authorizerResultTtlInSeconds > 0;
  if (identitySource === '') {
    if (!cached && authorizer.type === 'REQUEST') return;
    throw badRequest('Identity source is required when authorization caching is enabled');
  }
  const wrong = identitySource.split(',').find((source) => !SOURCE.test(source.trim()));
  if (wrong !== undefined) {
    throw badRequest(`Invalid mapping expression specified: ${wrong.trim()}`);
  }
};

const checked = (authorizer: Authorizer): Authorizer => {
  const { authorizerResultTtlInSeconds: ttl, authorizerUri } = authorizer;
  if (!(ttl >= 0 && ttl <= 3600)) {
    throw badRequest('Authorizer result TTL must be between 0 and 3600 seconds');
  }
  if (functionArnIn(authorizerUri) === undefined) {
    throw badRequest(
      'Invalid Authorizer URI. Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.',
    );
  }
  checkSources(authorizer);
  return authorizer;
};

const write = async (control: Control, apiId: string, authorizer: Authorizer) => {
  const { authorizers } = control.definitions;
  const writing = authorizers.putting(`${apiId}/${authorizer.id}`, authorizer);
  await control.definitions.write(apiId, [writing]);
  return authorizer;
};

const createAuthorizer = async (control: Control, input: z.infer<typeof Create>) => {
  const { restApiId, providerARNs: _, type, ...given } = input;
  const known = Authorizer.shape.type.safeParse(type);
  if (!known.success) throw notCovered(`the authorizer type ${type}`);
  await requireApi(control, restApiId);
  const others = await control.definitions.authorizers.list({ prefix: `${restApiId}/` });
  if (others.some(({ value }) => value.name === given.name)) {
    throw conflict('Authorizer name must be unique');
  }
  const authorizer = {
    ...given,
    id: newId(control, 6),
    type: known.data,
    authType: given.authType ?? 'custom',
    authorizerUri: given.authorizerUri ?? '',
  };
  return write(control, restApiId, checked(authorizer));
};

const requireAuthorizer = async (control: Control, input: z.infer<typeof Named>) => {
  await requireApi(control, input.restApiId);
  const key = `${input.restApiId}/${input.authorizerId}`;
  const authorizer = await control.definitions.authorizers.get(key);
  if (!authorizer) throw notFound('Invalid Authorizer identifier specified');
  return authorizer;
};

const getAuthorizers = async (control: Control, input: z.infer<typeof Listing>) => {
  await requireApi(control, input.restApiId);
  const { authorizers } = control.definitions;
  const { entries, position } = await pageOf(authorizers, `${input.restApiId}/`, input);
  return { items: entries.map((entry) => entry.value), position };
};

const rules: PatchRules<Authorizer> = {
  '/name': (old, patch) => ({ ...old, name: newValue(patch) ?? old.name }),
  '/authorizerUri': (old, patch) => ({ ...old, authorizerUri: newValue(patch) ?? '' }),
  '/authorizerCredentials': (old, patch) => ({ ...old, authorizerCredentials: newValue(patch) }),
  '/identitySource': (old, patch) => ({ ...old, identitySource: newValue(patch) }),
  '/identityValidationExpression': (old, patch) => ({
    ...old,
    identityValidationExpression: newValue(patch),
  }),
  '/authorizerResultTtlInSeconds': (old, patch) => ({
    ...old,
    authorizerResultTtlInSeconds: Number(newValue(patch) ?? 300),
  }),
  '/authType': (old, patch) => ({ ...old, authType: newValue(patch) }),
};

const updateAuthorizer = async (control: Control, input: z.infer<typeof Update>) => {
  const old = await requireAuthorizer(control, input);
  const authorizer = checked(patched(old, input.patchOperations, rules));
  return write(control, input.restApiId, authorizer);
};

const deleteAuthorizer = async (control: Control, input: z.infer<typeof Named>) => {
  const { id, name } = await requireAuthorizer(control, input);
  const methods = await control.definitions.methods.list({ prefix: `${input.restApiId}/` });
  if (methods.some(({ value }) => value.authorizerId === id)) {
    throw conflict(`Cannot delete authorizer '${name}', is referenced in method`);
  }
  const removal = control.definitions.authorizers.deleting(`${input.restApiId}/${id}`);
  await control.definitions.write(input.restApiId, [removal]);
  return {};
};

/** The operations on Lambda authorizers. */
export const authorizerOperations = (control: Control): Record<string, Operation> => ({
  CreateAuthorizer: changing(control, Create, createAuthorizer),
  GetAuthorizer: reading(control, Named, requireAuthorizer),
  GetAuthorizers: reading(control, Listing, getAuthorizers),
  UpdateAuthorizer: changing(control, Update, updateAuthorizer),
  DeleteAuthorizer: changing(control, Named, deleteAuthorizer),
});
