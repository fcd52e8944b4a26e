import { z } from 'zod';
import { TextMap } from '../inputs.ts';

/** An API key as the engine keeps it. */
export const ApiKey = z.object({
  id: z.string(),
  value: z.string(),
  name: z.string().optional(),
  customerId: z.string().optional(),
  description: z.string().optional(),
  enabled: z.boolean(),
  createdDate: z.number(),
  lastUpdatedDate: z.number(),
  tags: TextMap.optional(),
});
export type ApiKey = z.infer<typeof ApiKey>;

/** Steady requests per second, and how many may come at once. */
export const Throttle = z.strictObject({
  rateLimit: z.coerce.number().min(0).optional(),
  burstLimit: z.coerce.number().int().min(0).optional(),
});
export type Throttle = z.infer<typeof Throttle>;

/** Requests per calendar period in UTC; weeks begin on Sunday. */
export const Quota = z.strictObject({
  limit: z.coerce.number().int().min(0),
  offset: z.coerce.number().int().optional(),
  period: z.enum(['DAY', 'WEEK', 'MONTH']),
});
export type Quota = z.infer<typeof Quota>;

/** Who may call which stages, and how often. */
export const UsagePlan = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().optional(),
  apiStages: z.array(z.object({ apiId: z.string(), stage: z.string() })),
  throttle: Throttle.optional(),
  quota: Quota.optional(),
  tags: TextMap.optional(),
});
export type UsagePlan = z.infer<typeof UsagePlan>;
