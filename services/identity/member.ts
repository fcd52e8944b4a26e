import { z } from 'zod';
import { EmailAddress, TenantId, TenantRole } from '#events/fields.ts';

/**
 * A user as its tenant knows it. Cognito cannot list users by tenant, so the identity service
 * remembers whose each is; `username` is Cognito's, the user's `sub`.
 */
export const Member = z.object({
  username: z.string(),
  tenantId: TenantId,
  /** The TenantProvisioned of the tenant that the user was made for. */
  madeFor: z.string(),
  email: EmailAddress,
  role: TenantRole,
  enabled: z.boolean(),
  /** Its UserCreated is on the bus. */
  announced: z.boolean(),
  /** Its deletion has begun: it counts no longer, and only Cognito may still know it. */
  leaving: z.boolean(),
});
export type Member = z.infer<typeof Member>;

/** What of a member can be changed. */
export type MemberState = Pick<Member, 'role' | 'enabled' | 'leaving'>;

export type Changed = 'changed' | 'lastAdmin';

/** How the making of a user failed; `occurredAt` is ISO 8601. */
export const CreationFailure = z.object({
  occurredAt: z.string(),
  error: z.object({ name: z.string(), message: z.string() }),
});
export type CreationFailure = z.infer<typeof CreationFailure>;

/** What a tenant has come to, once and for ever: a user of it was announced, or its first admin failed. */
export const Decision = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('announced') }),
  z.object({ kind: z.literal('failed'), failure: CreationFailure }),
]);
export type Decision = z.infer<typeof Decision>;

export type Members = {
  get(username: string): Promise<Member | undefined>;
  /** Does nothing when the user is a member already. */
  add(member: Member): Promise<void>;
  markAnnounced(username: string): Promise<void>;
  /** Refuses what would leave the tenant without an admin. */
  change(member: Member, to: MemberState): Promise<Changed>;
  remove(username: string): Promise<void>;
  /** Decides what the tenant of this TenantProvisioned has come to; answers what was decided first. */
  decide(provisionedEventId: string, decision: Decision): Promise<Decision>;
  /** What was decided; undefined while nothing is. */
  decided(provisionedEventId: string): Promise<Decision | undefined>;
  /** Forgets the count of admins of the tenant of this TenantProvisioned. */
  forget(provisionedEventId: string): Promise<void>;
  /** In the order of usernames. */
  list(tenantId: string, page: { limit: number; after: string | undefined }): Promise<Member[]>;
};

/** Whether a member in this state can administer its tenant. */
export const administers = ({ role, enabled, leaving }: MemberState): boolean =>
  role === 'TenantAdmin' && enabled && !leaving;

const PAGE = 60;

/** All members of a tenant, page by page. */
export async function* everyMember(members: Pick<Members, 'list'>, tenantId: string) {
  let after: string | undefined;
  do {
    const page: Member[] = await members.list(tenantId, { limit: PAGE, after });
    yield* page;
    after = page.at(-1)?.username;
  } while (after !== undefined);
}
