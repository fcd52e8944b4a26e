import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SFNClient } from '@aws-sdk/client-sfn';
import { ulid } from 'ulid';
import { publishOn } from '#events/publish.ts';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { measureAs } from '#shared/measure.ts';
import { routingTable } from '#shared/routingTable.ts';
import { jsonSetting } from '#shared/settings.ts';
import { task } from '#shared/task.ts';
import { TierSettings } from '../provisioningEnv.ts';
import { sagaExecutions } from '../saga/sagaExecutions.ts';
import { runsOf } from '../saga/sagaRuns.ts';
import { claimTable } from '../tenants/claimTable.ts';
import { tenantDirectory } from '../tenants/cognitoDirectory.ts';
import { gatewayPlannedKeys } from './gatewayPlannedKeys.ts';
import { quotaUse } from './quotaUse.ts';
import { resourceListings } from './resourceListings.ts';
import { sweepOrphansFunction } from './sweepOrphans.function.ts';
import { SweepRequest, sweepOrphans } from './sweepOrphans.ts';

const settings = env(sweepOrphansFunction.environment);
const documents = documentClient();
const directory = tenantDirectory(settings);
const gateway = new APIGatewayClient(clientDefaults);
const executions = sagaExecutions(new SFNClient(clientDefaults), settings.STATE_MACHINE_ARN);

export const handler = task(
  SweepRequest,
  sweepOrphans({
    listings: Object.values(
      resourceListings({
        sdk: clientDefaults,
        prefix: settings.RESOURCE_PREFIX,
        directory,
      }),
    ),
    plannedKeys: gatewayPlannedKeys({
      client: gateway,
      tiers: jsonSetting(settings.TIERS_PARAMETER, TierSettings),
    }),
    quotaUse: quotaUse({
      cognito: new CognitoIdentityProviderClient(clientDefaults),
      gateway,
      dynamodb: new DynamoDBClient(clientDefaults),
      pooledUserPoolId: directory.pooledUserPoolId,
    }),
    routes: routingTable(documents, settings.ROUTING_TABLE),
    claims: claimTable(documents, settings.CLAIM_TABLE),
    runsOf: (eventId) => runsOf(executions, eventId),
    publish: publishOn(new EventBridgeClient(clientDefaults), settings.EVENT_BUS_NAME),
    measure: measureAs(settings.AWS_LAMBDA_FUNCTION_NAME),
    newUlid: ulid,
    now: () => new Date(),
  }),
);
