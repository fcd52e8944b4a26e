import type { Deployment } from '#events/fields.ts';

/** One step of a saga: a task, what undoes it, and the deployment that it is for when not for all. */
export type SagaStep = {
  run: string;
  undo?: string;
  only?: Deployment;
  /** The last step that a failure rolls back. The steps after it are tried until they succeed. */
  pivot?: true;
};

/**
 * What turns a registration into a tenant, in order; undone in reverse from the step that failed.
 * Once the route is there, the tenant is made: its event may be out although the answer was lost, and
 * nobody shall hear of a tenant that is then taken back for that.
 */
export const onboardingSaga = [
  { run: 'ClaimTenant', undo: 'ReleaseTenant' },
  { run: 'CreateIdentity', undo: 'DeleteIdentity' },
  { run: 'CreateApiKey', undo: 'DeleteApiKey' },
  { run: 'CreateDataStore', undo: 'DeleteDataStore', only: 'silo' },
  { run: 'WriteRoute', undo: 'DeleteRoute', pivot: true },
  { run: 'PublishTenantProvisioned' },
] as const satisfies readonly SagaStep[];

/** What tells the world that the saga was rolled back. */
export const onboardingFailed = 'PublishTenantProvisioningFailed';

type Step = (typeof onboardingSaga)[number];
type Undo = Extract<Step, { undo: string }>['undo'];

/** Every task that the saga runs: each is one function. */
export type OnboardingTask = Step['run'] | Undo | typeof onboardingFailed;
