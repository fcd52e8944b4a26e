import * as z from 'zod';
import { defineFunction } from '#shared/defineFunction.ts';

const Name = z.string().min(1);

/** Cognito calls it before it mails something to a tenant's user. */
export const wordMailFunction = defineFunction({
  handler: 'identity/wordMail',
  environment: z.object({
    MEMBER_TABLE: Name,
    ROUTING_TABLE: Name,
    /** The parameter with the control API's URL. */
    CONTROL_API_URL_PARAMETER: Name,
  }),
});
