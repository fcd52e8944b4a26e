import * as z from 'zod';
import { TenantId } from '#events/fields.ts';
import { signUpFields } from '#events/schemas/registration.ts';
import { MOST_TRIES } from '../mail/mailedCode.ts';

/** How long a sign-up can be confirmed. */
export const LAPSES_AFTER_MS = 24 * 60 * 60 * 1_000;

/** A sign-up that nobody has confirmed yet: it reserves nothing, and nobody else knows of it. */
export const SignUp = z.object({
  registrationId: z.string(),
  tenantId: TenantId,
  ...signUpFields,
  /** Absent while no code was mailed: nothing confirms it then. */
  codeHash: z.string().optional(),
  /** The hashes of the codes that were tried. */
  tried: z.set(z.string()).optional(),
  /** In epoch seconds: from then on it counts as gone, whether its row is still there or not. */
  expiresAt: z.int(),
});
export type SignUp = z.infer<typeof SignUp>;

const isWrong = ({ tried, codeHash }: SignUp): boolean =>
  tried !== undefined && tried.size >= MOST_TRIES && !tried.has(codeHash ?? '');

/** Whether it can still be confirmed by a code. */
export const isOpen = (signUp: SignUp, now: Date): boolean =>
  signUp.expiresAt * 1_000 > now.getTime() && !isWrong(signUp);
