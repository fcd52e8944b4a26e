import { z } from 'zod';
import { JsonValue } from '../../kernel/json.ts';

/** Input fields that several operations share, with Cognito's own limits. */
export const UserPoolId = z
  .string()
  .max(55)
  .regex(/^[\w-]+_[0-9a-zA-Z]+$/);

/** An app client's id. */
export const ClientId = z.string().min(1).max(128).regex(/^\w+$/);

/** A user name, a `sub` or a sign-in address; no spaces. */
export const Username = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u);

/** Any password that Cognito can store; policies ask for more. */
export const Password = z
  .string()
  .max(256)
  .regex(/^[\S]+.*[\S]+$/);

/** One attribute on the wire; a blank value removes the attribute. */
export const Attribute = z.strictObject({
  Name: z.string().min(1).max(32),
  Value: z.string().max(2048).default(''),
});
export type Attribute = z.infer<typeof Attribute>;

/** What threat protection and triggers may read; what this engine does with it is the operation's to say. */
export const inertContext = {
  ClientMetadata: z.record(z.string(), z.string()).optional(),
  AnalyticsMetadata: JsonValue.optional(),
  UserContextData: JsonValue.optional(),
  ContextData: JsonValue.optional(),
};
