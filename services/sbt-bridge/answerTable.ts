import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { itemOf } from '#shared/documents.ts';
import { refused } from '#shared/errors.ts';
import { Answer, AnswerType } from './sbtEvents.ts';

/** What SBT is told of a registration: of two answers the one with the greater sequence is the later. */
export const Answered = z.object({ sequence: z.int(), type: AnswerType, answer: Answer });
export type Answered = z.infer<typeof Answered>;

const Row = Answered.extend({
  /** The sequences of answers that somebody may be telling at this moment. */
  open: z.set(z.number()).optional(),
});

/** Beside the registrations themselves. */
const keyOf = (registrationId: string) => ({ registrationId: `answer#${registrationId}` });

/** The newest answer to each registration. */
export const answerTable = (documents: DynamoDBDocumentClient, TableName: string) => {
  const update = (registrationId: string, change: object): Promise<boolean> =>
    documents
      .send(new UpdateCommand({ TableName, Key: keyOf(registrationId), ...change }))
      .then(() => true, refused);
  const read = async (registrationId: string) => {
    const Item = await itemOf(documents, TableName)(keyOf(registrationId));
    return Item && Row.parse(Item);
  };
  return {
    newest: (registrationId: string): Promise<Answered | undefined> => read(registrationId),
    /** Whether an answer was noted, and nobody has said that it was told. */
    async isOpen(registrationId: string, sequence: number): Promise<boolean> {
      return (await read(registrationId))?.open?.has(sequence) ?? false;
    },
    /** Notes the newest answer, which is about to be told; false when it is not newer than what is there. */
    note: (registrationId: string, { sequence, type, answer }: Answered) =>
      update(registrationId, {
        UpdateExpression:
          'SET #sequence = :sequence, #type = :type, answer = :answer ADD #open :own',
        ConditionExpression: 'attribute_not_exists(#sequence) OR #sequence < :sequence',
        ExpressionAttributeNames: { '#sequence': 'sequence', '#type': 'type', '#open': 'open' },
        ExpressionAttributeValues: {
          ':sequence': sequence,
          ':type': type,
          ':answer': answer,
          ':own': new Set([sequence]),
        },
      }),
    /** Notes that an answer is settled by what was told; false when there is a newer one by now. */
    settle: (registrationId: string, { own, told }: { own: number; told: number }) =>
      update(registrationId, {
        UpdateExpression: 'DELETE #open :own',
        ConditionExpression: '#sequence = :told',
        ExpressionAttributeNames: { '#sequence': 'sequence', '#open': 'open' },
        ExpressionAttributeValues: { ':own': new Set([own]), ':told': told },
      }),
  };
};
export type Answers = ReturnType<typeof answerTable>;
