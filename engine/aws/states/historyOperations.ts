import { z } from 'zod';
import { type Operation, operation } from '../../endpoint/service.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { executionOf } from './executionOperations.ts';
import type { Executions } from './executions.ts';
import { keyIn, limitOf, pageFields, pageOf } from './page.ts';
import type { HistoryEvent } from './records.ts';

const GetHistory = z.object({
  executionArn: z.string(),
  reverseOrder: z.boolean().default(false),
  includeExecutionData: z.boolean().default(true),
  ...pageFields,
});

const LAST_ID = 25_000;
const DATA = ['input', 'inputDetails', 'output', 'outputDetails'];

const told = (event: HistoryEvent, includeData: boolean): JsonObject => {
  const { timestamp, detailsName, details = {}, ...rest } = event;
  const shown = Object.entries(details).filter(([key]) => includeData || !DATA.includes(key));
  return {
    ...rest,
    timestamp: timestamp / 1_000,
    ...(detailsName !== undefined && { [detailsName]: Object.fromEntries(shown) }),
  };
};

const getHistory = (executions: Executions) => async (input: z.infer<typeof GetHistory>) => {
  const { executionArn: arn, reverseOrder: reverse, includeExecutionData } = input;
  await executionOf(executions, arn);
  const limit = limitOf(input.maxResults);
  const seen = keyIn(input.nextToken);
  const from = seen === undefined ? (reverse ? LAST_ID : 1) : Number(seen) + (reverse ? -1 : 1);
  const found = await executions.store.history(arn, { from, limit: limit + 1, reverse });
  const entries = found.map(({ value }) => ({ key: String(value.id), value }));
  const { page, token } = pageOf(entries, limit);
  return { events: page.map(({ value }) => told(value, includeExecutionData)), ...token };
};

/** The events of an execution, oldest first unless `reverseOrder`. */
export const historyOperations = (executions: Executions): Record<string, Operation> => ({
  GetExecutionHistory: operation(GetHistory, getHistory(executions)),
});
