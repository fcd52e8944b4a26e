import { z } from 'zod';
import type { Outcome } from '../environment.ts';

const Answer = z
  .object({
    batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish(),
  })
  .nullable();

const parsed = (payload: string): unknown => {
  try {
    return JSON.parse(payload === '' ? 'null' : payload);
  } catch {
    return undefined;
  }
};

/**
 * The ids of a batch that its function has failed for, where it may say so. All of them when it threw,
 * or when its answer is of another form or names an id that is not of the batch.
 */
export const failedItems = (
  { payload, functionError }: Outcome,
  ids: readonly string[],
  mayReport: boolean,
): readonly string[] => {
  if (functionError) return ids;
  if (!mayReport) return [];
  const { data, success } = Answer.safeParse(parsed(payload));
  if (!success) return ids;
  const failed = data?.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier) ?? [];
  return failed.every((id) => ids.includes(id)) ? failed : ids;
};
