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
import { task } from '#shared/task.ts';
import { sagaExecutions } from '../saga/sagaExecutions.ts';
import { runsOf } from '../saga/sagaRuns.ts';
import { claimTable } from '../tenants/claimTable.ts';
import { tenantDirectory } from '../tenants/cognitoDirectory.ts';
import { siloTables } from '../tenants/siloTables.ts';
import { orphanApiKeys } from './orphanApiKeys.ts';
import { orphanClients, orphanPools } from './orphanPools.ts';
import { orphanTables } from './orphanTables.ts';
import { sweepOrphansFunction } from './sweepOrphans.function.ts';
import { SweepRequest, sweepOrphans } from './sweepOrphans.ts';

const settings = env(sweepOrphansFunction.environment);
const prefix = settings.RESOURCE_PREFIX;
const documents = documentClient();
const identities = {
  client: new CognitoIdentityProviderClient(clientDefaults),
  prefix,
  directory: tenantDirectory(settings),
};
const gateway = new APIGatewayClient(clientDefaults);
const dynamodb = new DynamoDBClient(clientDefaults);
const executions = sagaExecutions(new SFNClient(clientDefaults), settings.STATE_MACHINE_ARN);

export const handler = task(
  SweepRequest,
  sweepOrphans({
    listings: [
      orphanPools(identities),
      orphanClients(identities),
      orphanApiKeys({ client: gateway, prefix }),
      orphanTables({ client: dynamodb, prefix, remove: siloTables(dynamodb, prefix).delete }),
    ],
    routes: routingTable(documents, settings.ROUTING_TABLE),
    claims: claimTable(documents, settings.CLAIM_TABLE),
    runsOf: (eventId) => runsOf(executions, eventId),
    publish: publishOn(new EventBridgeClient(clientDefaults), settings.EVENT_BUS_NAME),
    measure: measureAs(settings.AWS_LAMBDA_FUNCTION_NAME),
    newUlid: ulid,
    now: () => new Date(),
  }),
);
