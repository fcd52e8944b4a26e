import { type QuotaValues, quotasWith } from '#aws-limits/quotas.ts';

/** What an engine is told of AWS's limits; all of them apply where nothing is said. */
export type LimitSettings = Readonly<{
  /** False for measurements of the engine itself: no call is ever one too many. */
  rates?: false;
  /** What AWS has raised on request. */
  quotas?: Partial<QuotaValues>;
  /** How long CreateUsagePlanKey keeps others of its kind out at least, in milliseconds. */
  usagePlanKeyMs?: number;
}>;

/** The quotas of an engine. Throws for more than AWS grants, naming quota and maximum. */
export const quotasOf = ({ quotas }: LimitSettings): QuotaValues => quotasWith(quotas);
