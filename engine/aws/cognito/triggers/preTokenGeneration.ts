import { z } from 'zod';
import type { JsonObject } from '../../../kernel/json.ts';
import { readable } from '../clients/readable.ts';
import { notCovered } from '../errors.ts';
import type { CognitoState } from '../state.ts';
import type { SignedIn } from '../tokens/signedIn.ts';
import { invokeTrigger, unrecognizable } from './invokeTrigger.ts';
import { answerWith, triggerEvent } from './triggerEvent.ts';

const NAME = 'PreTokenGeneration';

/** Claims that a function can neither change nor remove; Cognito ignores the attempt. */
const FIXED = new Set([
  'acr',
  'amr',
  'at_hash',
  'aud',
  'auth_time',
  'azp',
  'exp',
  'iat',
  'identities',
  'iss',
  'jti',
  'nbf',
  'nonce',
  'origin_jti',
  'sub',
  'token_use',
]);

const isFixed = (name: string): boolean =>
  FIXED.has(name) || name.startsWith('cognito:') || name.startsWith('dev:');

const GroupOverrides = z.object({
  groupsToOverride: z.array(z.string()).nullish(),
  iamRolesToOverride: z.array(z.string()).nullish(),
  preferredRole: z.string().nullish(),
});

const ClaimsOverrideDetails = z.object({
  claimsToAddOrOverride: z.record(z.string(), z.string()).nullish(),
  claimsToSuppress: z.array(z.string()).nullish(),
  groupOverrideDetails: GroupOverrides.nullish(),
});

const Answer = answerWith(z.object({ claimsOverrideDetails: ClaimsOverrideDetails.nullish() }));

type Claims = Record<string, string | number | boolean>;

const eventOf = (state: CognitoState, signedIn: SignedIn): JsonObject => {
  const { client, user, occasion, clientMetadata } = signedIn;
  return triggerEvent(state, {
    source: `TokenGeneration_${occasion}`,
    user,
    clientId: client.id,
    wanted: readable(client),
    clientMetadata,
    request: {
      groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
    },
    response: { claimsOverrideDetails: null },
  });
};

const refuseGroups = (groups: z.infer<typeof GroupOverrides> | null | undefined): void => {
  const { groupsToOverride, iamRolesToOverride, preferredRole } = groups ?? {};
  if (groupsToOverride?.length || iamRolesToOverride?.length || preferredRole) {
    throw notCovered('groupOverrideDetails of a pre token generation trigger');
  }
};

/** The claims of an ID token as the pool's trigger wants them; what it adds and suppresses is suppressed. */
export const customizedClaims = async (
  state: CognitoState,
  signedIn: SignedIn,
  claims: Claims,
): Promise<Claims> => {
  const functionArn = signedIn.pool.settings.LambdaConfig.PreTokenGeneration;
  if (functionArn === undefined) return claims;
  const event = eventOf(state, signedIn);
  const poolId = signedIn.pool.id;
  const answer = await invokeTrigger(state, { name: NAME, functionArn, poolId, event });
  const { data } = Answer.safeParse(answer);
  if (!data) throw unrecognizable();
  const details = data.response.claimsOverrideDetails ?? {};
  refuseGroups(details.groupOverrideDetails);
  const changed = Object.entries(details.claimsToAddOrOverride ?? {});
  const suppressed = details.claimsToSuppress ?? [];
  const wanted = { ...claims, ...Object.fromEntries(changed.filter(([name]) => !isFixed(name))) };
  return Object.fromEntries(
    Object.entries(wanted).filter(([name]) => isFixed(name) || !suppressed.includes(name)),
  );
};
