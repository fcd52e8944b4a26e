/** What may happen to a call: before it acts, after it acted, or instead. */
export const fates = [
  /** The service fails before it does anything. */
  'failed',
  /** It acts, and its answer never comes. */
  'lost',
  /** Too many requests: nothing is done. */
  'throttled',
  /** It does nothing and never answers. */
  'silent',
  /** No permission, until the plan's repair. */
  'denied',
  /** The calling function's process ends before the call. */
  'crashBefore',
  /** The calling function's process ends after the call acted. */
  'crashAfter',
] as const;

/** What AWS's limits do to a call, in runs with limits. That a bucket is empty shows as `throttled`. */
export const limitFates = [
  /** Another change is under way: nothing is done. */
  'conflicting',
  /** Cognito's own sender has sent all its mails of the day: nothing is done. */
  'outOfMail',
  /** The same, where the user is made all the same: AWS does not say whether it is. */
  'madeOutOfMail',
] as const;
export type Fate = (typeof fates)[number] | (typeof limitFates)[number];

/** What may happen to an event on its way to a consumer. */
export const eventFates = ['twice', 'late', 'lateAndTwice', 'dropped'] as const;
export type EventFate = (typeof eventFates)[number];

/** One planned mishap: the `occurrence`th call of a place (from 1), and the `times - 1` after it. */
export type Mishap = { place: string; occurrence: number; times: number; fate: Fate | EventFate };

/** All that goes wrong in a run. The same plan on the same scenario gives the same run. */
export type Plan = {
  /** Whether AWS's request rates hold. */
  limits: boolean;
  /** With limits: how many mails Cognito's own sender sends in a day, where it is not as many as AWS lets it. */
  mailsADay?: number | undefined;
  /** Whether no call of an operation (`apigateway:CreateApiKey`) is taken, so many milliseconds after the start. */
  isDry(operation: string, elapsed: number): boolean;
  fateOf(place: string, occurrence: number): Fate | EventFate | undefined;
  /**
   * How far the clock of the process that makes a call is off from then on, in milliseconds; undefined where it
   * stays as it is. A plan without this has clocks that go right.
   */
  skewFrom?(place: string, occurrence: number): number | undefined;
  /** How long a call takes, in milliseconds. */
  latencyOf(place: string, occurrence: number): number;
  /** Whether the engine's process ends right after this write to its store (from 1). */
  crashesAfter(write: number): boolean;
  /** When the run begins, in milliseconds after the deployment; orphans are swept each hour after that. */
  beginsAfter: number;
  /** When everything that is denied is mended, in milliseconds after the start. */
  repairAfter: number;
};
