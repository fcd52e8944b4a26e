import * as z from 'zod';
import { Deployment, TenantId } from '#events/fields.ts';
import type { ResultsOf, SagaStep, TaskPosition } from '../saga/defineSaga.ts';

/** What an offboarding is about: ids alone, for AWS keeps the inputs of executions for 90 days. */
export const OffboardingInput = z.object({
  /** The operation's id. */
  eventId: z.string(),
  tenantId: TenantId,
  registrationId: z.string(),
  /** The TenantRegistered that the tenant was made for: the owner of all that is erased. */
  owner: z.string(),
  deployment: Deployment,
});
export type OffboardingInput = z.infer<typeof OffboardingInput>;

/** What a step is given that reads the results of these steps. */
export type StepInput<Step extends SagaStep = never> = OffboardingInput &
  TaskPosition & { results: ResultsOf<Step> };
