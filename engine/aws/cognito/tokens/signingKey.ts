import { z } from 'zod';

/** A pool's RS256 key pair. The private half never leaves the store but to sign. */
export const SigningKey = z.object({
  kid: z.string(),
  /** PKCS #8 PEM. */
  privateKey: z.string(),
  publicKey: z.object({ n: z.string(), e: z.string() }),
});
export type SigningKey = z.infer<typeof SigningKey>;
