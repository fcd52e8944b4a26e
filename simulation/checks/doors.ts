import type { JsonObject } from '#engine';
import { isInUse } from '../../services/shared/ownership.ts';
import { invoke } from '../world/functions.ts';
import type { World } from '../world/world.ts';
import type { Facts } from './facts.ts';
import { membersOf } from './people.ts';

type Member = Facts['members'][number];

/** What Cognito asks before it writes a token. */
const tokenRequest = (clientId: string, { userPoolId, username }: Member): JsonObject => ({
  userPoolId: userPoolId ?? '',
  callerContext: { clientId },
  request: { userAttributes: { sub: username ?? '' } },
  response: {},
});

const isLetIn = async (world: World, clientId: string, member: Member): Promise<boolean> => {
  const request = tokenRequest(clientId, member);
  const answer = await invoke(world, 'identity/signIn/admitMember', request);
  return answer['FunctionError'] === undefined;
};

/** Members who would be let in although their tenant is inactive, or kept out although it is active. */
export const doorViolations = async (world: World, facts: Facts): Promise<string[]> => {
  const doors = facts.routes
    .filter(isInUse)
    .flatMap((route) => membersOf(facts, route.tenantId).map((member) => ({ route, member })));
  const wrong: string[] = [];
  for (const { route, member } of doors) {
    const { tenantId, status, appClientId } = route;
    const letIn = await isLetIn(world, appClientId, member);
    const how = letIn ? 'let in' : 'kept out';
    if (letIn !== (status === 'active'))
      wrong.push(`${member.pk} of the ${status} ${tenantId} is ${how}`);
  }
  return wrong;
};
