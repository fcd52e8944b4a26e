import { createHash } from 'node:crypto';
import type * as z from 'zod';
import { Refusal } from '#events/schemas/provisioning.ts';
import type { TenantRegistered } from '#events/schemas/registration.ts';
import type { Place } from '../saga/startTimes.ts';
import type { Claim } from './claimTenant.ts';

/** Why a registration is refused: what it names belongs to another. */
export const Taken = Refusal.extract(['RegistrationIdInUse', 'TenantIdInUse', 'TenantNameInUse']);
export type Taken = z.infer<typeof Taken>;

/** What a registration asks for, once: `owner` of the claim is its TenantRegistered. */
export type Application = {
  registrationId: string;
  /** Who published it. */
  source: string;
  /** A fingerprint of all that it says. */
  content: string;
  claim: Claim;
};

export type Admission =
  /** All of it is its own now, or was at an earlier try: its saga may begin. */
  | { kind: 'admitted' }
  /** It has begun before, or another event said the same of the same registration: nothing follows. */
  | { kind: 'repeated' }
  | { kind: 'refused'; reason: Refusal; message: string };

export type AdmissionPorts = {
  /** What was decided of the registration before; undefined where nothing was. */
  decided(application: Application): Promise<Admission | undefined>;
  /** Claims all that it asks for, or nothing; decided once for each registration, for ever. */
  admit(application: Application): Promise<Admission>;
  /** Keeps a refusal, for ever; answers what was decided before where something was. */
  refuse(application: Application, reason: Refusal): Promise<Admission>;
  /** Keeps its place in the queue of starts; answers the one that an earlier try has kept, where one has. */
  keepPlace(registrationId: string, place: Place): Promise<Place>;
  /** Notes that its saga has begun. */
  markStarted(registrationId: string): Promise<void>;
};

const messages: Readonly<Record<Refusal, string>> = {
  RegistrationIdInUse: 'another registration has this registration id',
  TenantIdInUse: 'the tenant id is, or was, another tenant’s',
  TenantNameInUse: 'the tenant name is in use',
  PartnerUnknown: 'no partner of this name may register tenants',
  TypeNotAllowed: 'the partner may not register tenants',
  TierNotAllowed: 'the partner may not order this tier',
  FieldNotAllowed: 'a field breaks the rules of sign-ups',
};

export const refusedFor = (reason: Refusal): Admission => ({
  kind: 'refused',
  reason,
  message: messages[reason],
});

/** The same for two events that say the same of a registration, whoever wrote their fields in which order. */
export const contentOf = (data: z.infer<typeof TenantRegistered.data>): string => {
  const fields = Object.entries(data).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
};
