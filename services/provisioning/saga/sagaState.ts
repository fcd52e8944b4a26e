import { z } from 'zod';
import { Deployment, EmailAddress, TenantId, TenantName, Tier } from '#events/fields.ts';

/** What a saga is about: the same in every run of it. */
export const SagaInput = z.object({
  /** The TenantRegistered behind it: its cause, and the owner of all that it claims. */
  eventId: z.string(),
  registrationId: z.string(),
  tenantId: TenantId,
  tenantName: TenantName,
  adminEmail: EmailAddress,
  tier: Tier,
  deployment: Deployment,
});
export type SagaInput = z.infer<typeof SagaInput>;

/** What went wrong: the step, and the error as Step Functions tells it. */
export const SagaFailure = z.object({
  step: z.string(),
  error: z.object({ Error: z.string(), Cause: z.string().optional() }),
});
export type SagaFailure = z.infer<typeof SagaFailure>;

/** What a run that undoes first is started with beside the rest. */
export const UndoFirst = z.object({
  failure: SagaFailure,
  undone: z.tuple([]),
  stuck: z.tuple([]),
  /** What follows when nothing is stuck; what is stuck is always announced. */
  // biome-ignore lint/suspicious/noThenProperty: the state machine reads it; nobody awaits it.
  then: z.enum(['startOver', 'giveUp']),
  /** The event that demanded the undo. */
  cause: z.string().optional(),
});
export type UndoFirst = z.infer<typeof UndoFirst>;

/** What an execution is started with. */
export const SagaStart = SagaInput.extend({
  /** 0 for the first run, n for the one called `<eventId>-r<n>`. */
  replay: z.int().min(0),
  ...UndoFirst.partial().shape,
});
export type SagaStart = z.infer<typeof SagaStart>;

export const Identity = z.object({ userPoolId: z.string(), appClientId: z.string() });
export type Identity = z.infer<typeof Identity>;

export const ApiKey = z.object({ apiKeyId: z.string() });
export type ApiKey = z.infer<typeof ApiKey>;

/** The id of the TenantProvisioned that is to announce the route. */
export const WrittenRoute = z.object({ provisionedEventId: z.string() });
export type WrittenRoute = z.infer<typeof WrittenRoute>;

/** What every task is given: the input, where it stands, and what the steps before it made. */
export const StepInput = SagaInput.extend({
  /** 0 at the first try of the first run; above that the step may find what is there already. */
  attempt: z.int().min(0),
  /** When the step began; stable over its retries. */
  enteredAt: z.iso.datetime(),
  results: z.object({
    CreateIdentity: Identity.optional(),
    CreateApiKey: ApiKey.optional(),
    WriteRoute: WrittenRoute.optional(),
  }),
});
export type StepInput = z.infer<typeof StepInput>;

/** What the failure task is given beside that. */
export const FailureInput = StepInput.extend({
  failure: SagaFailure,
  undone: z.array(z.string()),
  stuck: z.array(z.string()),
});
export type FailureInput = z.infer<typeof FailureInput>;
