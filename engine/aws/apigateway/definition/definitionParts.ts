import type { Collection, Store } from '../../../kernel/store.ts';
import { Authorizer, Method, Resource, RestApi } from './restApiSchemas.ts';
import { Deployment, GatewayResponse, Model, RequestValidator, Stage } from './stageSchemas.ts';

type Reading<T> = Omit<Collection<T>, 'put' | 'delete'>;

/** Every definition of the REST APIs; each key but an API's own starts with `<apiId>/`. */
export type DefinitionParts = Readonly<{
  apis: Reading<RestApi>;
  resources: Reading<Resource>;
  methods: Reading<Method>;
  authorizers: Reading<Authorizer>;
  deployments: Reading<Deployment>;
  stages: Reading<Stage>;
  validators: Reading<RequestValidator>;
  models: Reading<Model>;
  gatewayResponses: Reading<GatewayResponse>;
}>;

/** Opens the collections of one engine. */
export const definitionPartsIn = (store: Store): DefinitionParts => ({
  apis: store.collection('apigateway.apis', RestApi),
  resources: store.collection('apigateway.resources', Resource),
  methods: store.collection('apigateway.methods', Method),
  authorizers: store.collection('apigateway.authorizers', Authorizer),
  deployments: store.collection('apigateway.deployments', Deployment),
  stages: store.collection('apigateway.stages', Stage),
  validators: store.collection('apigateway.validators', RequestValidator),
  models: store.collection('apigateway.models', Model),
  gatewayResponses: store.collection('apigateway.gatewayResponses', GatewayResponse),
});
