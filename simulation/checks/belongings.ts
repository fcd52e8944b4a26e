import { derivedEventId, haveSameOrigin } from '../../events/eventId.ts';
import { TenantProvisioned } from '../../events/schemas/provisioning.ts';
import { makingSteps } from '../../services/provisioning/onboarding/madeResource.ts';
import { onboardingSaga } from '../../services/provisioning/onboarding/onboardingSaga.ts';
import type { SagaStep } from '../../services/provisioning/saga/defineSaga.ts';
import type { Registration } from '../../services/registration/registration.ts';
import { nameKey } from '../../services/registration/registrationKeys.ts';
import type { Facts } from './facts.ts';

const ADMINS = 'admins#';

/** An app client's name says whose it is after the tenant's id. */
export const isNamedAfter = (tenantId: string, name: string): boolean =>
  name.endsWith(`-${tenantId}`) || name.includes(`-${tenantId}-`);

/** The count of admins of any tenant that this TenantRegistered has become. */
export const countsAdminsFor = (registeredEventId: string) => {
  const announced = derivedEventId(new Date(0), registeredEventId, TenantProvisioned.type);
  return ({ pk }: { pk: string }): boolean =>
    pk.startsWith(ADMINS) && haveSameOrigin(pk.slice(ADMINS.length), announced);
};

/** What is given back when an onboarding comes to nothing; ids of tenants and registrations stay. */
const isPassing = ({ pk }: { pk: string }): boolean => pk.startsWith('name#');

/** What a tenant has, by the saga's step that makes it. */
export const belongingsOf = (
  facts: Facts,
  tenantId: string,
  { tenantName = '', registeredEventId = '' }: Registration,
) => {
  const named = (list: readonly { name: string }[]) =>
    list.filter(({ name }) => isNamedAfter(tenantId, name));
  const keys = named(facts.keys).map(({ name }) => facts.keys.find((key) => key.name === name));
  const pools = named(facts.pools);
  const isCount = countsAdminsFor(registeredEventId);
  return {
    ClaimTenant: facts.claims
      .filter((claim) => claim.claimedBy === registeredEventId && isPassing(claim))
      .map(({ pk }) => pk),
    CreateIdentity: [...pools, ...named(facts.clients)].map(({ name }) => name),
    CreateApiKey: [
      ...keys.map((key) => key?.name ?? ''),
      ...facts.keyValues.filter(({ pk }) => pk === `apiKey#${tenantId}`).map(({ pk }) => pk),
    ],
    CreateDataStore: facts.tables.filter((name) => name.endsWith(`-${tenantId}`)),
    WriteRoute: [
      ...facts.routes.filter((route) => route.tenantId === tenantId),
      ...facts.clientRows.filter(({ clientOf }) => clientOf === tenantId),
    ].map((row) => row.tenantId),
    others: named(facts.others).map(({ name }) => name),
    members: facts.members
      .filter((member) => member.tenantId === tenantId || isCount(member))
      .map(({ pk }) => pk),
    name: facts.names
      .filter(({ pk, registrationId }) => pk === nameKey(tenantName).pk && registrationId !== '')
      .map(({ registrationId }) => registrationId),
  };
};

export type Belongings = ReturnType<typeof belongingsOf>;

/** The steps that can leave something. What one of them made that is not known by name is among the others. */
export const STEPS = onboardingSaga.steps.flatMap((step) => ('undo' in step ? [step.name] : []));

type ByStep = Readonly<Record<string, string[] | undefined>>;

/** What of a tenant only this step can have made. */
export const madeBy = (step: string, has: ByStep & Pick<Belongings, 'others'>): string[] =>
  has[step] ?? has.others;

const isFor = (deployment: string | undefined, { only }: SagaStep): boolean =>
  (only?.['deployment'] ?? deployment) === deployment;

/** The kinds of what a tenant with this placement has among its others. */
export const otherKinds = (has: Belongings, deployment: string | undefined): string[] =>
  makingSteps(onboardingSaga.steps)
    .filter((step) => !(step.name in has) && isFor(deployment, step))
    .map(({ makes }) => makes.kind);
