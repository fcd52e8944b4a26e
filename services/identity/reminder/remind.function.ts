import * as z from 'zod';
import { defineFunction } from '#shared/defineFunction.ts';
import { MailEnv } from '../../mail/mail.ts';

const Name = z.string().min(1);

export const remindFunction = defineFunction({
  handler: 'identity/reminder/remind',
  environment: z.object({
    MEMBER_TABLE: Name,
    ROUTING_TABLE: Name,
    /** The parameter with the control API's URL. */
    CONTROL_API_URL_PARAMETER: Name,
    ...MailEnv.shape,
  }),
});
