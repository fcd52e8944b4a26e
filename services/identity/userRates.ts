import * as z from 'zod';
import type { ControlCaller } from '#shared/caller.ts';
import { type Problem, tooMany } from '#shared/reply.ts';
import type { TakeTurn, Turn } from '#shared/turns.ts';

const Count = z.coerce.number().int().positive();

/** How much the people of one tenant may ask for. */
export const RatesEnv = z.object({
  INVITATIONS_PER_MINUTE: Count,
  INVITATIONS_PER_DAY: Count,
  LISTS_PER_MINUTE: Count,
});
export type RatesEnv = z.infer<typeof RatesEnv>;

/** What is counted, how often it may be in a time, and what a tenant is told that has had its share. */
type Rate = Pick<Turn, 'most' | 'windowSeconds'> & { what: string; says: string };

export type RatePorts = { takeTurn: TakeTurn; newUlid(): string };

/** Takes one turn of each rate; answers for the first that has none left. */
const refusal = async (
  { takeTurn, newUlid }: RatePorts,
  rates: readonly Rate[],
  tenantId: string,
): Promise<Problem<429> | undefined> => {
  const id = newUlid();
  for (const { what, says, most, windowSeconds } of rates) {
    const wait = await takeTurn({ who: `${what}#${tenantId}`, id, most, windowSeconds });
    if (wait !== undefined) return tooMany(says, wait);
  }
  return undefined;
};

/** Operators are not counted, so that a tenant that floods us cannot keep them from it. */
const within =
  (ports: RatePorts, rates: readonly Rate[]) =>
  <Request extends { caller: ControlCaller }, Answer>(run: (request: Request) => Promise<Answer>) =>
  async (request: Request): Promise<Answer | Problem<429>> => {
    const { caller } = request;
    const isOperator = caller.userRole === 'SystemAdmin';
    const refused = isOperator ? undefined : await refusal(ports, rates, caller.tenantId);
    return refused ?? run(request);
  };

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

/** Limits how often each tenant invites people and lists its users; no tenant's share is another's. */
export const userRates = (
  ports: RatePorts,
  { INVITATIONS_PER_MINUTE, INVITATIONS_PER_DAY, LISTS_PER_MINUTE }: RatesEnv,
) => ({
  invitations: within(ports, [
    {
      what: 'invitations',
      most: INVITATIONS_PER_MINUTE,
      windowSeconds: MINUTE,
      says: `a tenant sends at most ${INVITATIONS_PER_MINUTE} invitations a minute; try again soon`,
    },
    {
      what: 'dailyInvitations',
      most: INVITATIONS_PER_DAY,
      windowSeconds: DAY,
      says: `a tenant sends at most ${INVITATIONS_PER_DAY} invitations a day; go on tomorrow, or ask us to send more`,
    },
  ]),
  lists: within(ports, [
    {
      what: 'lists',
      most: LISTS_PER_MINUTE,
      windowSeconds: MINUTE,
      says: `a tenant lists its users at most ${LISTS_PER_MINUTE} times a minute; try again soon`,
    },
  ]),
});
