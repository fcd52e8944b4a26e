import {
  type HistoryEvent as AwsEvent,
  paginateGetExecutionHistory,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import type { HistoryEvent } from './sagaSteps.ts';

const PAGE = 1_000;

const failureIn = (event: AwsEvent) =>
  event.taskFailedEventDetails ??
  event.taskTimedOutEventDetails ??
  event.taskStartFailedEventDetails ??
  event.taskSubmitFailedEventDetails ??
  event.evaluationFailedEventDetails ??
  event.executionFailedEventDetails ??
  event.executionAbortedEventDetails ??
  event.executionTimedOutEventDetails;

const errorIn = (event: AwsEvent): HistoryEvent['error'] => {
  const failure = failureIn(event);
  return failure && { name: failure.error ?? event.type ?? '', cause: failure.cause ?? '' };
};

const told = (event: AwsEvent): HistoryEvent[] => {
  const {
    id,
    previousEventId: previousId = 0,
    type,
    timestamp: at,
    stateEnteredEventDetails,
  } = event;
  if (id === undefined || type === undefined || at === undefined) return [];
  return [
    { id, previousId, type, at, state: stateEnteredEventDetails?.name, error: errorIn(event) },
  ];
};

/** All that happened in an execution, oldest first, without what its states were given or answered. */
export const sagaHistory = async (
  client: SFNClient,
  executionArn: string,
): Promise<HistoryEvent[]> => {
  const events: HistoryEvent[] = [];
  const asked = { executionArn, includeExecutionData: false, maxResults: PAGE };
  for await (const page of paginateGetExecutionHistory({ client }, asked)) {
    events.push(...(page.events ?? []).flatMap(told));
  }
  return events;
};
