import { z } from 'zod';
import type { Operation } from '../../../endpoint/service.ts';
import { badRequest } from '../apiErrors.ts';
import { type Control, reading } from '../control.ts';
import { Limit } from '../inputs.ts';
import { pageOf } from '../page.ts';
import { daysBetween, periodStart } from '../serving/calendar.ts';
import type { UsagePlan } from './apiKeySchemas.ts';
import { requirePlan } from './usagePlans.ts';

const Get = z.strictObject({
  usagePlanId: z.string(),
  startDate: z.iso.date(),
  endDate: z.iso.date(),
  keyId: z.string().optional(),
  limit: Limit,
  position: z.string().optional(),
});

const LONGEST = 90;

/** A key's days as API Gateway answers them: `[used, remaining]` each. */
const daily = async (
  control: Control,
  plan: UsagePlan,
  range: { keyId: string; startDate: string; endDate: string },
): Promise<number[][]> => {
  const { limit, period } = plan.quota ?? { limit: 0, period: 'DAY' };
  const first = periodStart(period, Date.parse(range.startDate));
  const rows = await control.quotas.rows(`${plan.id}/${range.keyId}`, first);
  let remaining = limit;
  return daysBetween(first, range.endDate).flatMap((day) => {
    if (periodStart(period, Date.parse(day)) === day) remaining = limit;
    const row = rows.get(day);
    remaining = row?.remaining ?? remaining;
    return day < range.startDate ? [] : [[row?.used ?? 0, remaining]];
  });
};

const getUsage = async (control: Control, input: z.infer<typeof Get>) => {
  const { startDate, endDate } = input;
  const plan = await requirePlan(control, input.usagePlanId);
  const days = daysBetween(startDate, endDate).length;
  if (days === 0 || days > LONGEST) {
    throw badRequest(`The date range must be between 1 and ${LONGEST} days`);
  }
  const prefix = `${plan.id}/${input.keyId ?? ''}`;
  const { entries, position } = await pageOf(control.keys.planKeys, prefix, input);
  const items = await Promise.all(
    entries.map(async ({ value }) => {
      const range = { keyId: value.id, startDate, endDate };
      return [value.id, await daily(control, plan, range)] as const;
    }),
  );
  return { usagePlanId: plan.id, startDate, endDate, items: Object.fromEntries(items), position };
};

/** What keys have used of their plans' quotas. */
export const usageOperations = (control: Control): Record<string, Operation> => ({
  GetUsage: reading(control, Get, getUsage),
});
