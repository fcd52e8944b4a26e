import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { SagaInput } from '../../../services/provisioning/saga/sagaState.ts';
import { aRoute, aTenantProvisioned } from '../builders.ts';
import { deployedTable } from '../deployedTables.ts';
import type { Product } from '../product.ts';

/** The input of a saga that was rolled back. */
const aFailedSaga = async ({ sdk, outputs }: Product) => {
  const states = new SFNClient(sdk);
  const { OnboardingStateMachineArn: stateMachineArn } = outputs;
  const list = new ListExecutionsCommand({ stateMachineArn, statusFilter: 'FAILED' });
  const executionArn = (await states.send(list)).executions?.[0]?.executionArn;
  const { input = '' } = await states.send(new DescribeExecutionCommand({ executionArn }));
  return SagaInput.parse(JSON.parse(input));
};

/** The TenantProvisioned of a tenant, as `GET /sign-in` tells of it. */
const provisionedOf = async (product: Product, tenantName: string, correlationId: string) => {
  const { tenantId, userPoolId, appClientId } = await product.signInOf(tenantName);
  return aTenantProvisioned({ tenantId, userPoolId, appClientId }, { tenantId, correlationId });
};

/**
 * TenantProvisioned of a tenant that is in use, and of one with a route and no admin: that one is made
 * from a saga that failed. `addUser` makes its admin, of whom no member row tells.
 */
export const isolationRollback = async (product: Product) => {
  const { registrationId } = await product.register({
    tenantName: 'Inuse',
    adminEmail: 'admin@inuse.example',
    tier: 'basic',
  });
  await product.settled(registrationId);
  const inUse = await provisionedOf(product, 'Inuse', registrationId);

  const { eventId: writtenFor, tenantId, adminEmail } = await aFailedSaga(product);
  const { userPoolId } = inUse.data;
  const route = aRoute(1, { tenantId, userPoolId });
  const { appClientId } = route;
  const bare = aTenantProvisioned(
    { tenantId, userPoolId, appClientId, adminEmail },
    { tenantId, correlationId: route.registrationId },
  );
  await (await deployedTable(product, 'RoutingTable')).put({ ...route, writtenFor });
  const addUser = async () => {
    const UserAttributes = [
      { Name: 'email', Value: adminEmail },
      { Name: 'custom:tenantId', Value: tenantId },
    ];
    const user = { UserPoolId: userPoolId, Username: adminEmail, UserAttributes };
    await new CognitoIdentityProviderClient(product.sdk).send(new AdminCreateUserCommand(user));
  };
  return { inUse, bare, addUser };
};
