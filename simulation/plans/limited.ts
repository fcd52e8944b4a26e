import { covers } from '#aws-limits/requestRate.ts';
import { requestRates } from '#aws-limits/requestRates.ts';
import { pick } from '../world/seededRandom.ts';
import type { Plan } from './plan.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** How likely an operation's bucket runs dry, a change meets another, and no mail is left, in a run. */
const DROUGHTS = [0, 0.05, 0.3];
const CONFLICTS = [0, 0.1, 0.4];
const WITHOUT_MAIL = [0, 0, 0, 0, 0, 0, 'outOfMail', 'madeOutOfMail'] as const;
/** Longer than a drought lasts. */
const REPAIRS = [6 * MINUTE, 15 * MINUTE, 60 * MINUTE];

/** Whether AWS counts an operation (`apigateway:CreateApiKey`). */
export const isCounted = (name: string): boolean => {
  const [service, operation = ''] = name.split(':');
  return requestRates.some((rate) => rate.service === service && covers(rate, operation));
};

/** Whether a call at a place may meet another change. */
export const mayConflict = (place: string): boolean =>
  / apigateway:(Create|Delete|Update)/.test(place);

/** Whether a call at a place sends a mail by Cognito. */
export const sendsMail = (place: string): boolean => place.endsWith(' cognito-idp:AdminCreateUser');

/** A plan in which AWS's limits are reached as well, for minutes. */
export const limited = (plan: Plan, chance: (question: string) => number): Plan => {
  const droughts = pick(DROUGHTS, chance('droughts'));
  const conflicts = pick(CONFLICTS, chance('conflicts'));
  const withoutMail = pick(WITHOUT_MAIL, chance('without mail'));
  const lastMail = 1 + Math.floor(2 * chance('last mail'));
  return {
    ...plan,
    repairAfter: pick(REPAIRS, chance('repair')),
    isDry(operation, elapsed) {
      if (chance(`drought ${operation}`) >= droughts || !isCounted(operation)) return false;
      const from = 20 * SECOND * chance(`drought of ${operation} begins`);
      const until = from + MINUTE * (1 + 4 * chance(`drought of ${operation} lasts`));
      return elapsed >= from && elapsed < until;
    },
    fateOf(place, occurrence) {
      if (withoutMail && sendsMail(place) && occurrence >= lastMail) return withoutMail;
      const conflict = chance(`conflict ${place} ${occurrence}`);
      if (mayConflict(place) && conflict < conflicts) return 'conflicting';
      return plan.fateOf(place, occurrence);
    },
  };
};
