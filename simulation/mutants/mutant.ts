import type { Weakening } from '../weakened.ts';
import type { Edit } from '../world/handlerCode.ts';

/** The product with one of its safeguards taken away. */
export type Mutant = { name: string; edits?: readonly Edit[]; definition?: readonly Weakening[] };

export const onboarding = (file: string): string => `services/provisioning/onboarding/${file}.ts`;
export const offboarding = (file: string): string => `services/provisioning/offboarding/${file}.ts`;
export const tenants = (file: string): string => `services/provisioning/tenants/${file}.ts`;
export const identity = (file: string): string => `services/identity/${file}.ts`;
export const registration = (file: string): string => `services/registration/${file}.ts`;
export const shared = (file: string): string => `services/shared/${file}.ts`;

/** A mutant that one edit of one file makes. */
export const edit = (
  name: string,
  file: string,
  [find, replace]: readonly [string, string],
): Mutant => ({ name, edits: [{ file, find, replace }] });

/** A condition on a row that holds whatever is there. */
export const ALWAYS = "'attribute_exists(pk) OR attribute_not_exists(pk)'";

/** Whoever claims a tenant’s id, its name or its admin’s address gets it. */
export const anybodysClaim = edit('condition: anybody’s claim is taken', tenants('claims'), [
  'Put: { ...whenMine(TableName, claim), Item',
  `Put: { TableName, ConditionExpression: ${ALWAYS}, Item`,
]);

/** Whoever comes upon a route that is there announces its tenant by another event. */
export const anotherAnnouncement = edit(
  'event id: a route that is there gets another TenantProvisioned',
  onboarding('writeRoute'),
  ['if (before && isSame', 'if (before === null && isSame'],
);

/** A mutant without the safeguard in front of its own, behind which no run reaches it. */
export const and = (front: Mutant, mutant: Mutant): Mutant => ({
  name: mutant.name,
  edits: [...(front.edits ?? []), ...(mutant.edits ?? [])],
});
