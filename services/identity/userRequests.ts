import * as z from 'zod';
import { EmailAddress, TenantId, TenantRole } from '#events/fields.ts';
import { ControlCaller } from '#shared/caller.ts';
import { pageQuery } from '#shared/page.ts';
import { MailedCode } from '../mail/mailedCode.ts';

const caller = ControlCaller;

/** `tenantId` is for operators: a tenant's own people always mean their own tenant. */
export const CreateUser = z.object({
  caller,
  body: z.strictObject({
    email: EmailAddress,
    role: TenantRole,
    tenantId: z.string().optional(),
  }),
});

/** Pages end with a username, which is Cognito's `sub`. */
export const ListUsers = z.object({
  caller,
  query: pageQuery(z.guid()).extend({ tenantId: TenantId.optional() }),
});

/** An operator names the tenant where the user is a member of several. */
export const OneUser = z.object({
  caller,
  params: z.object({ username: z.string().min(1).max(128) }),
  query: z.object({ tenantId: TenantId.optional() }),
});

export const PutAddress = OneUser.extend({ body: z.strictObject({ email: EmailAddress }) });

export const ConfirmAddress = OneUser.extend({ body: z.strictObject({ code: MailedCode }) });

export const UpdateUser = OneUser.extend({
  body: z
    .strictObject({ role: TenantRole.optional(), enabled: z.boolean().optional() })
    .refine(({ role, enabled }) => role !== undefined || enabled !== undefined, {
      error: 'must hold role, enabled or both',
    }),
});
