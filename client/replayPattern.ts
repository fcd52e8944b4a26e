import { z } from 'zod';

const Alternative = z.looseObject({
  'detail-type': z.array(z.string()),
  detail: z.looseObject({ metadata: z.looseObject({}) }),
});
type Alternative = z.infer<typeof Alternative>;

/** A subscriber's pattern: one event's, or those of several of which one must match. */
const Pattern = z.union([z.object({ $or: z.array(Alternative) }), Alternative]);

/** Which of a subscriber's events a replay is about; all of them where nothing is said. */
export type Selection = { events?: readonly string[]; tenantId?: string };

const alternativesOf = (pattern: z.infer<typeof Pattern>): Alternative[] =>
  '$or' in pattern && Array.isArray(pattern.$or) ? pattern.$or : [Alternative.parse(pattern)];

const narrowed = (
  alternative: Alternative,
  replayName: string,
  tenantId: string | undefined,
): object => ({
  ...alternative,
  'replay-name': [replayName],
  detail: {
    ...alternative.detail,
    metadata: {
      ...alternative.detail.metadata,
      ...(tenantId !== undefined && { tenantId: [tenantId] }),
    },
  },
});

/**
 * A subscriber's pattern, JSON text, narrowed to what one replay sends. No live event has a
 * `replay-name`, so a rule with this pattern is deaf to all but that replay. Throws for an event that
 * the subscriber does not take.
 */
export const replayPattern = (
  pattern: string,
  replayName: string,
  { events, tenantId }: Selection,
): string => {
  const alternatives = alternativesOf(Pattern.parse(JSON.parse(pattern)));
  const taken = alternatives.flatMap((alternative) => alternative['detail-type']);
  const foreign = events?.filter((event) => !taken.includes(event)) ?? [];
  if (foreign.length > 0) {
    throw new Error(`the subscriber takes ${taken.join(', ')}, not ${foreign.join(', ')}`);
  }
  const wanted = alternatives
    .filter((one) => one['detail-type'].some((type) => events?.includes(type) ?? true))
    .map((one) => narrowed(one, replayName, tenantId));
  return JSON.stringify(wanted.length > 1 ? { $or: wanted } : wanted[0]);
};
