import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type { MadeKind } from '#events/schemas/provisioning.ts';
import type { Directory } from '../onboarding/createIdentity.ts';
import { siloTables } from '../tenants/siloTables.ts';
import { orphanApiKeys } from './orphanApiKeys.ts';
import { orphanClients, orphanPools } from './orphanPools.ts';
import type { ResourceListing } from './orphans.ts';
import { orphanTables } from './orphanTables.ts';

type Deps = {
  /** How each SDK client is built. */
  sdk: Pick<DynamoDBClientConfig, 'endpoint' | 'region' | 'credentials' | 'requestHandler'>;
  prefix: string;
  directory: Directory;
};

/** The listing of each kind of resource that is made for tenants: the sweep looks through all of them. */
export const resourceListings = ({
  sdk,
  prefix,
  directory,
}: Deps): Readonly<Record<MadeKind, ResourceListing>> => {
  const identities = { client: new CognitoIdentityProviderClient(sdk), prefix, directory };
  const dynamodb = new DynamoDBClient(sdk);
  const removeTable = siloTables(dynamodb, prefix).delete;
  return {
    userPool: orphanPools(identities),
    appClient: orphanClients(identities),
    apiKey: orphanApiKeys({ client: new APIGatewayClient(sdk), prefix }),
    table: orphanTables({ client: dynamodb, prefix, remove: removeTable }),
  };
};
