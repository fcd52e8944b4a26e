import { z } from 'zod';
import { Deployment, Tier } from '#events/fields.ts';

/** What a tier means in this deployment; the parameter that infra writes has this shape. */
export const TierSettings = z.record(
  Tier,
  z.object({ deployment: Deployment, usagePlanId: z.string().min(1) }),
);
export type TierSettings = z.infer<typeof TierSettings>;
