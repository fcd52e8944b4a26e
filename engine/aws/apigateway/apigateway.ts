import type { ServiceFactory } from '../../endpoint/serviceFactory.ts';
import { accountOperations } from './account.ts';
import { apiDocumentOperations } from './apiDocuments.ts';
import { apigatewayAccess } from './apigatewayAccess.ts';
import { type Control, oneAtATime } from './control.ts';
import { authorizerOperations } from './definition/authorizers.ts';
import { definitionsIn } from './definition/definitions.ts';
import { deploymentOperations } from './definition/deployments.ts';
import { integrationOperations } from './definition/integrations.ts';
import { methodOperations } from './definition/methods.ts';
import { resourceOperations } from './definition/resources.ts';
import { restApiOperations } from './definition/restApis.ts';
import { stageOperations } from './definition/stages.ts';
import { apiKeyStoreIn } from './keys/apiKeyStore.ts';
import { apiKeyOperations } from './keys/apiKeys.ts';
import { usageOperations } from './keys/usage.ts';
import { usagePlanKeyOperations } from './keys/usagePlanKeys.ts';
import { usagePlanOperations } from './keys/usagePlans.ts';
import { routes } from './routes.ts';
import { executeApi } from './serving/executeApi.ts';
import { QuotaMeter } from './serving/quotaMeter.ts';
import { tagOperations } from './tags.ts';

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
