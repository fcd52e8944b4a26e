import * as z from 'zod';
import { OfferedName } from './offeredName.ts';
import { OfferedPhone } from './offeredPhone.ts';

const Judged = z.object({ tenantName: OfferedName, phone: OfferedPhone.optional() });

/** What is wrong with a sign-up that came as an event, by the rules of the form: its schema is looser. */
export const objectionToSignUp = (signUp: z.input<typeof Judged>): string | undefined =>
  Judged.safeParse(signUp)
    .error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`)
    .join('; ');
