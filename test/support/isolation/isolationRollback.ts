import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { decodeTime } from 'ulid';
import type { Detail } from '../../../events/defineEvent.ts';
import { derivedEventId } from '../../../events/eventId.ts';
import { TenantProvisioned } from '../../../events/schemas/provisioning.ts';
import { personTable } from '../../../services/identity/personTable.ts';
import { OnboardingInput } from '../../../services/provisioning/onboarding/onboardingInput.ts';
import { valueWhen } from '../../../services/shared/errors.ts';
import { StandingRoute } from '../../../services/shared/route.ts';
import { aRoute, aTenantId, aTenantProvisioned, aTenantRegistered, aUlid } from '../builders.ts';
import { deployedTable } from '../deployedTables.ts';
import type { Product } from '../product.ts';
import { until } from '../until.ts';

/** The input of a saga that was rolled back. */
const aFailedSaga = async ({ sdk, outputs }: Product) => {
  const states = new SFNClient(sdk);
  const { OnboardingStateMachineArn: stateMachineArn } = outputs;
  const list = new ListExecutionsCommand({ stateMachineArn, statusFilter: 'FAILED' });
  const executionArn = (await states.send(list)).executions?.[0]?.executionArn;
  const { input = '' } = await states.send(new DescribeExecutionCommand({ executionArn }));
  return OnboardingInput.parse(JSON.parse(input));
};

/** The TenantProvisioned that announced what a route says. */
const provisionedBy = (route: StandingRoute) => {
  const { tenantId, tenantName, adminEmail, tier, deployment, userPoolId, appClientId } = route;
  return aTenantProvisioned(
    { tenantId, tenantName, adminEmail, tier, deployment, userPoolId, appClientId },
    {
      eventId: route.provisionedEventId,
      tenantId,
      correlationId: route.registrationId,
      causationId: route.writtenFor,
    },
  );
};

/** A registration of a name that is another tenant's. */
export const takingTheNameOf = ({ data }: Detail<typeof TenantProvisioned>) => {
  const tenantId = aTenantId(950);
  return aTenantRegistered(
    { registrationId: aUlid(950), tenantId, tenantName: data.tenantName },
    { eventId: aUlid(951), tenantId, correlationId: aUlid(950) },
  );
};

/**
 * TenantProvisioned of a tenant that is in use, and of one with a route and no admin: that one is made
 * from a saga that failed. `addUser` makes its admin, as a run leaves it that was cut off.
 */
export const isolationRollback = async (product: Product) => {
  const { registrationId } = await product.register({
    tenantName: 'Inuse',
    adminEmail: 'admin@inuse.example',
    tier: 'basic',
  });
  const { tenantId: usedId } = await product.settled(registrationId);
  const routes = await deployedTable(product, 'RoutingTable');
  const inUse = provisionedBy(StandingRoute.parse(await routes.get({ tenantId: usedId })));

  const { eventId: writtenFor, tenantId, adminEmail } = await aFailedSaga(product);
  const { userPoolId } = inUse.data;
  const provisionedEventId = derivedEventId(
    new Date(decodeTime(writtenFor) + 1),
    writtenFor,
    TenantProvisioned.type,
  );
  const route = aRoute(1, { tenantId, userPoolId, adminEmail, writtenFor, provisionedEventId });
  const bare = provisionedBy(route);
  await routes.put(route);
  const members = await deployedTable(product, 'Members');
  const people = personTable(members.documents, members.name);
  const cognito = new CognitoIdentityProviderClient(product.sdk);
  const isGone = async () => {
    const get = new AdminGetUserCommand({ UserPoolId: userPoolId, Username: adminEmail });
    return (
      (await cognito.send(get).catch(valueWhen(undefined, 'UserNotFoundException'))) === undefined
    );
  };
  let added = 0;
  const addUser = async () => {
    added += 1;
    await until(isGone, () => 'the removal of the user before');
    const joining = {
      tenantId,
      userPoolId,
      email: adminEmail,
      membershipId: aUlid(added),
      madeFor: provisionedEventId,
      createdAt: new Date().toISOString(),
    };
    await people.begin(joining, true);
    const user = { UserPoolId: userPoolId, Username: adminEmail };
    await cognito.send(new AdminCreateUserCommand(user));
  };
  return { inUse, bare, addUser };
};
