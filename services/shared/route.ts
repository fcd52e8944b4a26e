import * as z from 'zod';
import { AnyDeployment, AnyTier, EmailAddress, TenantId, TenantName } from '#events/fields.ts';
import { profileFields } from '#events/schemas/registration.ts';
import { StatusReason } from '#events/schemas/tenantStatus.ts';

/** Whether a tenant's people get in: only while it is active. */
export const TenantStatus = z.enum(['active', 'inactive', 'erasing']);
export type TenantStatus = z.infer<typeof TenantStatus>;

/** How a tenant stands, in one word: one that is suspended and to leave is inactive, with its `eraseAt`. */
export const TenantStage = z.enum([...TenantStatus.options, 'leaving']);
export type TenantStage = z.infer<typeof TenantStage>;

/** Who changed something of a tenant last, and when. */
export const Change = z.object({ by: z.string(), at: z.iso.datetime() });
export type Change = z.infer<typeof Change>;

const AnnouncedChange = Change.extend({ eventId: z.string(), sequence: z.int() });
export type AnnouncedChange = z.infer<typeof AnnouncedChange>;

/** A change of how a tenant stands, as the event says it that tells of it. */
export const StatusChange = z.discriminatedUnion('status', [
  AnnouncedChange.extend({ status: z.literal('inactive'), reason: StatusReason }),
  AnnouncedChange.extend({ status: z.literal('active') }),
  AnnouncedChange.extend({ status: z.literal('leaving'), eraseAt: z.iso.datetime() }),
  AnnouncedChange.extend({ status: z.literal('staying') }),
]);
export type StatusChange = z.infer<typeof StatusChange>;

/** What changes a tenant, one at a time. */
export const Operation = z.object({
  /** A ULID: it names the run of the saga, too. */
  id: z.string(),
  kind: z.string(),
  since: z.iso.datetime(),
});
export type Operation = z.infer<typeof Operation>;

/** How a tenant is reached by now, where somebody has changed what the sign-up gave. */
export const Contact = z.object({ adminEmail: EmailAddress, ...profileFields });
export type Contact = z.infer<typeof Contact>;

/**
 * Where a tenant's requests go: the one shared read model. Provisioning writes it, the authorizer
 * reads it. Placement is data, so a tenant in another cell is another route.
 */
export const Route = z.object({
  tenantId: TenantId,
  tenantName: TenantName,
  tier: AnyTier,
  deployment: AnyDeployment,
  /** The correlation of every event about the tenant. */
  registrationId: z.string(),
  /** The TenantRegistered that it was written for: the owner of all that it names. */
  writtenFor: z.string(),
  /** The id of the TenantProvisioned that announces it, fixed before it is published. */
  provisionedEventId: z.string(),
  /** The sequence of that event. */
  sequence: z.int(),
  /** Who TenantProvisioned says is to be the first admin. */
  adminEmail: EmailAddress,
  /** TenantProvisioned may be out: from then on only the failure of its first admin undoes the tenant. */
  announced: z.boolean().optional(),
  /** The UserCreationFailed for which it is undone. */
  givenUpFor: z.string().optional(),
  /** The first UserCreated of this tenant: from then on people use it. */
  firstUserEventId: z.string().optional(),
  status: TenantStatus,
  /** The newest change of the status. */
  statusChange: StatusChange.optional(),
  /** Changes of the status of which the bus may not have heard, the oldest first. */
  unpublished: z.array(StatusChange).optional(),
  /** When a tenant that is to leave is erased; until then this changes nothing of who gets in. */
  eraseAt: z.iso.datetime().optional(),
  /** What is changing the tenant; nothing else may begin before it is over. */
  operation: Operation.optional(),
  /** How the tenant stood before it was closed to be erased. */
  sealedFrom: TenantStatus.optional(),
  /** The operation by which all that the tenant has is being erased: from then on there is no way back. */
  erasedBy: z.string().optional(),
  /** Whether the tenant is kept from being removed; as its stage has it where nobody has said so. */
  protected: z.boolean().optional(),
  protectionChange: Change.optional(),
  contact: Contact.optional(),
  contactChange: Change.optional(),
  userPoolId: z.string(),
  appClientId: z.string(),
  apiKeyId: z.string(),
  /** The API key's value: what its usage plan counts by. */
  apiKey: z.string(),
  tableName: z.string(),
  /** The ids of what else was made for it, by kind. */
  resources: z.record(z.string(), z.string()).optional(),
  ...profileFields,
});
export type Route = z.infer<typeof Route>;

/** What stands of a tenant, without its secret: for those who ask whether and whose it is. */
export const StandingRoute = Route.omit({ apiKey: true });
export type StandingRoute = z.infer<typeof StandingRoute>;

/** How a tenant stands, in one word. */
export const stageOf = ({ status, eraseAt }: StandingRoute): TenantStage =>
  status === 'active' && eraseAt !== undefined ? 'leaving' : status;

/** The id of each resource that a route names, by kind. */
export const resourcesOf = (route: StandingRoute): Readonly<Record<string, string>> => ({
  ...route.resources,
  userPool: route.userPoolId,
  appClient: route.appClientId,
  apiKey: route.apiKeyId,
  table: route.tableName,
});
