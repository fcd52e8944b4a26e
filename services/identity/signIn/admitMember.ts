import * as z from 'zod';
import { PermanentError } from '#shared/errors.ts';
import type { StandingRoute, TenantStatus } from '#shared/route.ts';
import type { ClientOwner } from '#shared/routingTable.ts';
import type { Member, MemberId, Membership } from '../member.ts';
import type { Address } from '../person.ts';

/** Cognito's pre-token-generation event, version 1, as far as it matters here. */
export const TokenRequest = z.looseObject({
  userPoolId: z.string(),
  callerContext: z.looseObject({ clientId: z.string() }),
  request: z.looseObject({ userAttributes: z.looseObject({ sub: z.string() }) }),
  response: z.looseObject({}),
});
type TokenRequest = z.infer<typeof TokenRequest>;

export type AdmissionPorts = {
  /** Whose an app client is. */
  ownerOf(appClientId: string): Promise<ClientOwner | undefined>;
  /** The tenant's route, read consistently. */
  routeOf(tenantId: string): Promise<StandingRoute | undefined>;
  member(id: MemberId): Promise<Member | undefined>;
  /** Notes that the person needs no invitation any more, to any tenant. */
  endInvitation(address: Address): Promise<void>;
  /** Notes that the member has signed in. */
  markJoined(membership: Membership): Promise<void>;
};

/** What the person reads who may not sign in: the same in every case. */
const NO_MEMBER = 'you are not a member here';

/** What a member reads whose tenant is closed. */
const closed = {
  inactive: 'your tenant is suspended: nobody can sign in until it is activated again',
  erasing: 'your tenant has left: nobody can sign in any more',
} as const satisfies Record<Exclude<TenantStatus, 'active'>, string>;

const memberFor = async (
  ports: AdmissionPorts,
  { userPoolId, callerContext, request }: TokenRequest,
): Promise<Member | undefined> => {
  const owner = await ports.ownerOf(callerContext.clientId);
  if (owner?.userPoolId !== userPoolId) return undefined;
  const { sub: username } = request.userAttributes;
  const member = await ports.member({ tenantId: owner.clientOf, username });
  return member?.enabled && !member.leaving ? member : undefined;
};

/**
 * Lets a person in by the app client of a tenant that it is a member of, and writes into its ID token which
 * tenant that is, and its role there. Refuses anybody else, and everybody while the tenant is suspended or being erased: at
 * each sign-in and each refresh.
 */
export const admitMember =
  (ports: AdmissionPorts) =>
  async (event: TokenRequest): Promise<TokenRequest> => {
    const member = await memberFor(ports, event);
    if (!member) throw new PermanentError(NO_MEMBER);
    const { tenantId, role, joined } = member;
    const route = await ports.routeOf(tenantId);
    if (route && route.status !== 'active') throw new PermanentError(closed[route.status]);
    if (!joined) {
      await ports.endInvitation(member);
      await ports.markJoined(member);
    }
    const claimsToAddOrOverride = {
      'custom:tenantId': tenantId,
      'custom:userRole': role,
    };
    return { ...event, response: { claimsOverrideDetails: { claimsToAddOrOverride } } };
  };
