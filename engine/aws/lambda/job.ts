import { z } from 'zod';

/** One invocation, as an environment runs it. */
export const Job = z.object({
  requestId: z.string(),
  functionName: z.string(),
  invokedFunctionArn: z.string(),
  /** JSON text. */
  payload: z.string(),
  tenantId: z.string().optional(),
  /** JSON text of the caller's client context. */
  clientContext: z.string().optional(),
});
export type Job = z.infer<typeof Job>;
