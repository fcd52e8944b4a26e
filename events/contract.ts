import * as z from 'zod';
import { catalog } from './catalog.ts';

/*
 * What a subscriber in TypeScript imports, and all that it needs: types and parsers of the events.
 * Nothing but zod stands behind it.
 */

export { catalog } from './catalog.ts';
export type { Detail, EventDefinition, Metadata } from './defineEvent.ts';
export * from './schemas/identity.ts';
export * from './schemas/offboarding.ts';
export * from './schemas/provisioning.ts';
export { TenantRegistered } from './schemas/registration.ts';
export { TenantActivated, TenantDeactivated } from './schemas/tenantStatus.ts';

/** Any event of the catalogue as EventBridge delivers it; `detail-type` tells which. */
export type TenantEvent = z.infer<(typeof catalog)[number]['envelope']>;

/** One type of event as EventBridge delivers it. */
export type TenantEventOf<Type extends TenantEvent['detail-type']> = Extract<
  TenantEvent,
  { 'detail-type': Type }
>;

/** An event whose type or major version this contract does not have: the rule matches too much. */
export class UnknownEvent extends Error {
  override readonly name = 'UnknownEvent';
}

const Header = z.object({
  'detail-type': z.string(),
  detail: z.object({ metadata: z.object({ version: z.string() }) }),
});

/**
 * Parses what a rule delivered: a Lambda function's event, or the parsed body of an SQS message.
 * Throws UnknownEvent for an event that is not in the catalogue, ZodError for one that breaks its
 * schema. Fields that it does not know are left out: a newer minor is no surprise.
 */
export const parseEvent = (received: unknown): TenantEvent => {
  const { 'detail-type': type, detail } = Header.parse(received);
  const { version } = detail.metadata;
  const known = catalog.find(
    (event) => event.type === type && version.startsWith(`${event.major}.`),
  );
  if (!known) throw new UnknownEvent(`no event ${type} ${version} in this contract`);
  return known.envelope.parse(received);
};
