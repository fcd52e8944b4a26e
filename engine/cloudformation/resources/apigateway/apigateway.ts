import { provide } from '../../provider.ts';
import { Authorizer, authorizer } from './authorizer.ts';
import { Deployment, deployment } from './deployment.ts';
import {
  GatewayResponse,
  gatewayResponse,
  Model,
  model,
  RequestValidator,
  requestValidator,
} from './documents.ts';
import { ApiKey, apiKey, UsagePlanKey, usagePlanKey } from './keys.ts';
import { Method, method } from './method.ts';
import { Resource, resource } from './resource.ts';
import { RestApi, restApi } from './restApi.ts';
import { Stage, stage } from './stage.ts';
import { UsagePlan, usagePlan } from './usagePlan.ts';

/** REST APIs, their stages, keys and usage plans. */
export const apigatewayResources = {
  'AWS::ApiGateway::ApiKey': provide(ApiKey, apiKey),
  'AWS::ApiGateway::Authorizer': provide(Authorizer, authorizer),
  'AWS::ApiGateway::Deployment': provide(Deployment, deployment),
  'AWS::ApiGateway::GatewayResponse': provide(GatewayResponse, gatewayResponse),
  'AWS::ApiGateway::Method': provide(Method, method),
  'AWS::ApiGateway::Model': provide(Model, model),
  'AWS::ApiGateway::RequestValidator': provide(RequestValidator, requestValidator),
  'AWS::ApiGateway::Resource': provide(Resource, resource),
  'AWS::ApiGateway::RestApi': provide(RestApi, restApi),
  'AWS::ApiGateway::Stage': provide(Stage, stage),
  'AWS::ApiGateway::UsagePlan': provide(UsagePlan, usagePlan),
  'AWS::ApiGateway::UsagePlanKey': provide(UsagePlanKey, usagePlanKey),
};
