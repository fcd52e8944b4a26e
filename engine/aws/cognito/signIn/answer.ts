import { z } from 'zod';
import type { Client } from '../clients/client.ts';
import { ClientId, inertContext } from '../fields.ts';
import type { Pool } from '../pools/pool.ts';

/** The input of RespondToAuthChallenge. */
export const RespondInput = z.strictObject({
  ClientId,
  ChallengeName: z.string(),
  Session: z.string().optional(),
  ChallengeResponses: z.record(z.string(), z.string()).default({}),
  ...inertContext,
});

/** A challenge's answer, at the client and pool that it names. */
export type Answer = { pool: Pool; client: Client; input: z.infer<typeof RespondInput> };
