import { type QuotaValues, quotasWith } from '#aws-limits/quotas.ts';

/** What an engine is told of AWS's limits; all of them apply where nothing is said. */
export type LimitSettings = Readonly<{
  /** False for measurements: no call is one too many in its second, and no mail in its day. */
  rates?: false;
  /** What AWS has raised on request. */
  quotas?: Partial<QuotaValues>;
}>;

const ANY = { cognitoMailsADay: Number.POSITIVE_INFINITY, sesMailsADay: Number.POSITIVE_INFINITY };

/** The quotas of an engine. Throws for more than AWS grants, naming quota and maximum. */
export const quotasOf = ({ rates, quotas }: LimitSettings): QuotaValues => ({
  ...quotasWith(quotas),
  ...(rates === false && ANY),
});
