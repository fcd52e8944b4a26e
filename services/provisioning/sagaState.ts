import { z } from 'zod';
import { Deployment, EmailAddress, TenantId, TenantName, Tier } from '#events/fields.ts';

/** What an execution is started with. */
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

/** How a saga failed: the step, and its error as Step Functions tells it. */
export const SagaFailure = z.object({
  step: z.string(),
  error: z.object({ Error: z.string(), Cause: z.string().optional() }),
});

/** What comes once all is undone. */
const then = z.enum(['startOver', 'giveUp']).optional();

/** What a replay is started with; one that has something to undo before anything else says what. */
export const ReplayInput = SagaInput.extend({
  /** Which replay it is, from 1 on: its steps look for what an earlier run has left. */
  replay: z.int().min(1),
  failure: SagaFailure.optional(),
  undone: z.array(z.string()).optional(),
  stuck: z.array(z.string()).optional(),
  then,
});
export type ReplayInput = z.infer<typeof ReplayInput>;

export const Identity = z.object({ userPoolId: z.string(), appClientId: z.string() });
export type Identity = z.infer<typeof Identity>;

export const ApiKey = z.object({ apiKeyId: z.string() });
export type ApiKey = z.infer<typeof ApiKey>;

/** What every task is given: the input, where it stands, and what the steps before it made. */
export const StepInput = SagaInput.extend({
  /** 0 at the first try; above that the step may find what an earlier try has made. */
  attempt: z.int().min(0),
  /** When the step began; stable over its retries. */
  enteredAt: z.iso.datetime(),
  results: z.object({
    CreateIdentity: Identity.optional(),
    CreateApiKey: ApiKey.optional(),
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
