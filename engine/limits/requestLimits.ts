import { burstOf, covers, type RequestRate } from '#aws-limits/requestRate.ts';
import { oneAtATime, requestRates } from '#aws-limits/requestRates.ts';
import type { AwsCall } from '../endpoint/call.ts';
import type { Clock } from '../kernel/clock.ts';
import { type Pace, TokenBuckets } from '../kernel/tokenBuckets.ts';
import { rateExceeded } from './rateExceeded.ts';
import { UsagePlanKeySlot } from './usagePlanKeySlot.ts';

type Wanted = { name: string; pace: Pace };

const paceOf = (rate: RequestRate): Pace => ({ rate: rate.perSecond, burst: burstOf(rate) });

/** The user pool that a call is about: it names the pool's id, or the ARN that ends with it. */
const poolOf = ({ input }: AwsCall): string =>
  String(input['UserPoolId'] ?? input['ResourceArn'] ?? '').replace(/^.*\//, '');

const bucketsOf = (rate: RequestRate, call: AwsCall): Wanted[] => {
  const { service, name, perSecondAndPool } = rate;
  const shared = { name: `${service} ${name}`, pace: paceOf(rate) };
  if (perSecondAndPool === undefined) return [shared];
  const pace = { rate: perSecondAndPool, burst: perSecondAndPool };
  return [shared, { name: `${service} ${call.operation} ${poolOf(call)}`, pace }];
};

/** Roles that services assume for an account use nothing up. */
const isCounted = ({ service, principal }: AwsCall): boolean =>
  service !== 'sts' || principal.kind !== 'service';

/** AWS's request rates for one account and Region: token buckets by operation and category. */
export class RequestLimits {
  readonly #buckets: TokenBuckets;
  readonly #slot: UsagePlanKeySlot;
  /** By service and operation. */
  readonly #rates = new Map<string, readonly RequestRate[]>();

  constructor(clock: Clock) {
    this.#buckets = new TokenBuckets(clock);
    this.#slot = new UsagePlanKeySlot(clock, oneAtATime.milliseconds);
  }

  /** Counts a call. Throws what AWS answers to one too many. */
  admit(call: AwsCall): void {
    if (!isCounted(call)) return;
    const wanted = this.#ratesOf(call).flatMap((rate) => bucketsOf(rate, call));
    if (!this.#buckets.takeAll(wanted)) throw rateExceeded(call.service);
    const isAlone = call.service === oneAtATime.service && call.operation === oneAtATime.operation;
    if (isAlone) this.#slot.take();
  }

  #ratesOf({ service, operation }: AwsCall): readonly RequestRate[] {
    const key = `${service} ${operation}`;
    const known = this.#rates.get(key);
    if (known) return known;
    const found = requestRates.filter(
      (rate) => rate.service === service && covers(rate, operation),
    );
    this.#rates.set(key, found);
    return found;
  }
}
