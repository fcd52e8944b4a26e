import { z } from 'zod';
import type { Queue } from './queue.ts';

/** Where messages go that were received too often. */
export const RedrivePolicy = z.strictObject({
  deadLetterTargetArn: z.string(),
  maxReceiveCount: z.coerce.number().int().min(1).max(1000),
});
export type RedrivePolicy = z.infer<typeof RedrivePolicy>;

/** The queue's policy; undefined when it has none. */
export const redrivePolicyOf = (queue: Queue): RedrivePolicy | undefined => {
  const text = queue.attributes['RedrivePolicy'];
  return text === undefined ? undefined : RedrivePolicy.parse(JSON.parse(text));
};
