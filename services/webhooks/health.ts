import * as z from 'zod';

/** How an endpoint has answered lately. */
export const Health = z.object({
  /** How many quick answers in a row of its debt are left: it counts as troubled until there are none. */
  owed: z.int(),
  /** How many attempts in a row have failed, whichever tenant's. */
  failures: z.int(),
});
export type Health = z.infer<typeof Health>;

/** Of an endpoint that nothing is known against: its challenge was answered. */
export const goodHealth: Health = { owed: 0, failures: 0 };

/** The two tracks have queues and workers of their own: troubled endpoints hold up no steady one. */
export const Track = z.enum(['steady', 'troubled']);
export type Track = z.infer<typeof Track>;

/**
 * How many batches of ten visits each track has at once. An endpoint that turns bad keeps a place in the steady
 * track for one attempt, so that there are more places than are likely to turn bad together.
 */
export const atOnce: Readonly<Record<Track, number>> = { steady: 50, troubled: 10 };

export const trackOf = ({ owed }: Health): Track => (owed === 0 ? 'steady' : 'troubled');

/** An answer that takes longer makes its endpoint troubled, though it may be a good one. */
export const SLOW_MS = 2_000;

/** One that fails now and then must not come back to the steady track in between. */
const OWED_FOR_EACH = 20;
const MOST_OWED = 100;

/** What is known of an endpoint after one more attempt. */
export const healthAfter = (
  { owed, failures }: Health,
  { failed, tookMs }: { failed: boolean; tookMs: number },
): Health => {
  const bad = failed || tookMs > SLOW_MS;
  return {
    owed: bad ? Math.min(owed + OWED_FOR_EACH, MOST_OWED) : Math.max(owed - 1, 0),
    failures: failed ? failures + 1 : 0,
  };
};

const LONGEST_PAUSE_MS = 60_000;

/**
 * For how long an endpoint is left alone after a failed attempt: not at all after the first, which may have
 * been about one tenant, then 1 s, 2 s, 4 s and so on, at most a minute.
 */
export const pauseMs = ({ failures }: Health): number =>
  failures < 2 ? 0 : Math.min(1_000 * 2 ** (failures - 2), LONGEST_PAUSE_MS);
