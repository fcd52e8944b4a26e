import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { EventNotPublished } from '#events/publishAll.ts';
import { Answer, type AnswerType, SBT_SOURCE } from './sbtEvents.ts';

/** Answers SBT on its bus; throws EventNotPublished when the bus has not taken the answer. */
export const answerOn =
  (client: EventBridgeClient, busName: string) =>
  async (type: AnswerType, answer: Answer): Promise<void> => {
    const entry = {
      EventBusName: busName,
      Source: SBT_SOURCE,
      DetailType: type,
      Detail: JSON.stringify(Answer.parse(answer)),
    };
    const { FailedEntryCount, Entries } = await client.send(
      new PutEventsCommand({ Entries: [entry] }),
    );
    if (FailedEntryCount === 0) return;
    throw new EventNotPublished(
      `${type}: ${Entries?.[0]?.ErrorCode} ${Entries?.[0]?.ErrorMessage}`,
    );
  };
