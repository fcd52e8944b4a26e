import type { z } from 'zod';
import { JsonObject } from '../../engine/kernel/json.ts';
import { catalog } from '../../events/catalog.ts';
import type { EventDefinition, Metadata } from '../../events/defineEvent.ts';
import { exampleDetail } from '../../events/generator/exampleDetail.ts';
import { UserCreated, UserCreationFailed } from '../../events/schemas/identity.ts';
import {
  TenantDataErased,
  TenantOffboarded,
  TenantOffboardingCancelled,
  TenantOffboardingScheduled,
} from '../../events/schemas/offboarding.ts';
import {
  RegistrationRefused,
  TenantProvisioned,
  TenantProvisioningFailed,
} from '../../events/schemas/provisioning.ts';
import { TenantRegistered } from '../../events/schemas/registration.ts';
import { TenantActivated, TenantDeactivated } from '../../events/schemas/tenantStatus.ts';
import { Member } from '../../services/identity/member.ts';
import { Joining } from '../../services/identity/person.ts';
import { OnboardingInput } from '../../services/provisioning/onboarding/onboardingInput.ts';
import { onboardingSaga } from '../../services/provisioning/onboarding/onboardingSaga.ts';
import type { Execution } from '../../services/provisioning/saga/sagaView.ts';
import type { Place } from '../../services/provisioning/saga/startTimes.ts';
import { NewRegistration } from '../../services/registration/registration.ts';
import { SignUp } from '../../services/registration/signUp.ts';
import { Route } from '../../services/shared/route.ts';

/** An event's example: the `detail` as it is on the bus. */
export const sampleOf = (name: string): JsonObject => {
  const event = catalog.find((declared) => declared.name === name);
  if (!event) throw new Error(`no event ${name} in the catalogue`);
  return JsonObject.parse(JSON.parse(JSON.stringify(exampleDetail(event))));
};

/** The n-th of a row of ULIDs, in order; the same ones in every run. */
export const aUlid = (n: number): string => `01KE${String(n).padStart(22, '0')}`;

/** The n-th of a row of tenant ids. */
export const aTenantId = (n: number): string => `t${aUlid(n).toLowerCase()}`;

const builderOf = <Shape extends z.ZodRawShape>(event: EventDefinition<Shape>) => {
  type Data = z.output<z.ZodObject<Shape>>;
  return (data: Partial<Data> = {}, metadata: Partial<Metadata> = {}) => {
    const sample = sampleOf(event.name);
    return event.detail.parse({
      metadata: { ...JsonObject.parse(sample['metadata']), ...metadata },
      data: { ...JsonObject.parse(sample['data']), ...data },
    });
  };
};

export const aTenantRegistered = builderOf(TenantRegistered);
export const aTenantProvisioned = builderOf(TenantProvisioned);
export const aTenantProvisioningFailed = builderOf(TenantProvisioningFailed);
export const aRegistrationRefused = builderOf(RegistrationRefused);
export const aUserCreated = builderOf(UserCreated);
export const aUserCreationFailed = builderOf(UserCreationFailed);
export const aTenantDeactivated = builderOf(TenantDeactivated);
export const aTenantActivated = builderOf(TenantActivated);
export const aTenantOffboardingScheduled = builderOf(TenantOffboardingScheduled);
export const aTenantOffboardingCancelled = builderOf(TenantOffboardingCancelled);
export const aTenantOffboarded = builderOf(TenantOffboarded);
export const aTenantDataErased = builderOf(TenantDataErased);

/** A committed sign-up; the n-th one has its own ids, name and address. */
export const aRegistration = (n = 1, more: Partial<NewRegistration> = {}): NewRegistration =>
  NewRegistration.parse({
    registrationId: aUlid(n),
    tenantId: aTenantId(n),
    registeredEventId: aUlid(n + 1_000),
    registeredAt: '2026-01-05T09:30:00.000Z',
    tenantName: `Tenant ${n}`,
    adminEmail: `admin${n}@example.com`,
    tier: 'basic',
    ...more,
  });

/** A sign-up that nobody has confirmed yet, of the same company. */
export const aSignUp = (n = 1, more: Partial<SignUp> = {}): SignUp =>
  SignUp.parse({ ...aRegistration(n), expiresAt: Date.UTC(2026, 0, 6, 9) / 1_000, ...more });

type StepInput = z.infer<typeof onboardingSaga.taskInput>;
type FailureInput = z.infer<typeof onboardingSaga.failureInput>;

/** What a saga's step is given for the n-th tenant. */
export const aStepInput = (n = 1, more: Partial<StepInput> = {}): StepInput => {
  const { registrationId, tenantId, tenantName, adminEmail, tier } = aRegistration(n);
  return onboardingSaga.taskInput.parse({
    eventId: aUlid(n + 1_000),
    registrationId,
    tenantId,
    tenantName,
    adminEmail,
    tier,
    deployment: 'pool',
    attempt: 0,
    replay: 0,
    enteredAt: '2026-01-05T09:30:05.000Z',
    results: {},
    ...more,
  });
};

/** What the failure task is given for the n-th tenant. */
export const aFailureInput = (more: Partial<FailureInput> = {}): FailureInput =>
  onboardingSaga.failureInput.parse({
    ...aStepInput(),
    failure: { step: 'CreateApiKey', error: { Error: 'LimitExceededException', Cause: 'full' } },
    undone: ['CreateApiKey', 'CreateIdentity', 'ClaimTenant'],
    stuck: [],
    ...more,
  });

/** The n-th tenant's route. */
export const aRoute = (n = 1, more: Partial<Route> = {}): Route =>
  Route.parse({
    tenantId: aTenantId(n),
    tenantName: `Tenant ${n}`,
    tier: 'basic',
    deployment: 'pool',
    registrationId: aUlid(n),
    writtenFor: aUlid(n + 1_000),
    provisionedEventId: aUlid(n + 2_000),
    sequence: 2,
    adminEmail: `admin${n}@example.com`,
    status: 'active',
    userPoolId: 'us-east-1_pooled',
    appClientId: `client${n}`,
    apiKeyId: `key-${n}`,
    apiKey: `secret-of-key-${n}`,
    tableName: 'pooled',
    ...more,
  });

/** The n-th of a row of Cognito's names for users, in order. */
export const aUsername = (n: number): string =>
  `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** An enabled and announced admin of the first tenant, who has signed in; the n-th has its own name and address. */
export const aMember = (n = 1, more: Partial<Member> = {}): Member =>
  Member.parse({
    username: aUsername(n),
    tenantId: aTenantId(1),
    userPoolId: 'us-east-1_pooled',
    membershipId: aUlid(n + 4_000),
    madeFor: aUlid(2_001),
    createdAt: '2026-01-05T09:30:00.000Z',
    email: `user${n}@example.com`,
    role: 'TenantAdmin',
    enabled: true,
    announced: true,
    joined: true,
    leaving: false,
    ...more,
  });

/** The beginning of the n-th member's membership. */
export const aJoining = (n = 1, more: Partial<Joining> = {}): Joining =>
  Joining.parse({ ...aMember(n), ...more });

/** A rolled-back run of the n-th tenant's saga, as Step Functions describes it. */
export const anExecution = (n = 1, more: Partial<Execution> = {}): Execution => ({
  name: aUlid(n + 1_000),
  status: 'FAILED',
  startedAt: new Date('2026-01-05T09:30:00.000Z'),
  stoppedAt: new Date('2026-01-05T09:31:00.000Z'),
  input: JSON.stringify({ ...OnboardingInput.parse(aStepInput(n)), results: {} }),
  error: 'LimitExceededException',
  cause: JSON.stringify({
    failedStep: 'CreateApiKey',
    message: JSON.stringify({ errorMessage: 'full' }),
    undone: ['CreateApiKey', 'CreateIdentity', 'ClaimTenant'],
    stuck: [],
  }),
  ...more,
});

/** A place in the queue of onboardings, reserved at 09:30, that is to be waited for so long. */
export const aPlace = (waitMs: number, ahead = 0): Place => {
  const reservedAt = new Date('2026-01-05T09:30:00.000Z');
  return { reservedAt, startsAt: new Date(reservedAt.getTime() + waitMs), ahead };
};
