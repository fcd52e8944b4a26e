import type { ServiceFactory } from '../../gateway/serviceFactory.ts';
import { accountOperations } from './account.ts';
import { apiDocumentOperations } from './apiDocuments.ts';
import { apigatewayAccess } from './apigatewayAccess.ts';
import { apiKeyStoreIn } from './apiKeyStore.ts';
import { apiKeyOperations } from './apiKeys.ts';
import { authorizerOperations } from './authorizers.ts';
import { type Control, oneAtATime } from './control.ts';
import { definitionsIn } from './definitions.ts';
import { deploymentOperations } from './deployments.ts';
import { integrationOperations } from './integrations.ts';
import { methodOperations } from './methods.ts';
import { resourceOperations } from './resources.ts';
import { restApiOperations } from './restApis.ts';
import { routes } from './routes.ts';
import { executeApi } from './serving/executeApi.ts';
import { QuotaMeter } from './serving/quotaMeter.ts';
import { stageOperations } from './stages.ts';
import { tagOperations } from './tags.ts';
import { usageOperations } from './usage.ts';
import { usagePlanKeyOperations } from './usagePlanKeys.ts';
import { usagePlanOperations } from './usagePlans.ts';

/** API Gateway's REST APIs (v1): their definitions, and their traffic. */
export const apigateway: ServiceFactory = (engine) => {
  const quotas = new QuotaMeter(engine);
  const control: Control = {
    engine,
    definitions: definitionsIn(engine.store),
    keys: apiKeyStoreIn(engine.store),
    quotas,
    change: oneAtATime(),
  };
  return {
    signingName: 'apigateway',
    protocol: { kind: 'rest-json', routes },
    operations: {
      ...restApiOperations(control),
      ...resourceOperations(control),
      ...methodOperations(control),
      ...integrationOperations(control),
      ...authorizerOperations(control),
      ...deploymentOperations(control),
      ...stageOperations(control),
      ...apiDocumentOperations(control),
      ...apiKeyOperations(control),
      ...usagePlanOperations(control),
      ...usagePlanKeyOperations(control),
      ...usageOperations(control),
      ...accountOperations(control),
      ...tagOperations(control),
    },
    access: apigatewayAccess(engine, control),
    http: executeApi(engine, control),
    stop: () => quotas.flush(),
  };
};
