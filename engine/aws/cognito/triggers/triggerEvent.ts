import { z } from 'zod';
import type { JsonObject } from '../../../kernel/json.ts';
import type { CognitoState } from '../state.ts';
import { attributeList, type User } from '../users/user.ts';

/** What a trigger is asked: by which source, about whom, and what only triggers of its kind are told. */
export type Question = {
  source: string;
  user: User;
  clientId: string;
  /** Which of the user's attributes it is told; all, where left out. */
  wanted?: (name: string) => boolean;
  clientMetadata?: Record<string, string> | undefined;
  request: JsonObject;
  response: JsonObject;
};

/** The event of a trigger, in the first version of its kind. */
export const triggerEvent = ({ engine }: CognitoState, question: Question): JsonObject => {
  const { source, user, clientId, wanted, clientMetadata, request, response } = question;
  return {
    version: '1',
    triggerSource: source,
    region: engine.region,
    userPoolId: user.poolId,
    userName: user.username,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId },
    request: {
      userAttributes: {
        ...Object.fromEntries(attributeList(user, wanted).map(({ Name, Value }) => [Name, Value])),
        'cognito:user_status': user.status,
      },
      ...request,
      ...(clientMetadata && { clientMetadata }),
    },
    response,
  };
};

/** The event comes back with its response filled in; Cognito reads no answer that lacks the rest. */
export const answerWith = <Response extends z.ZodType>(response: Response) =>
  z.object({
    version: z.string(),
    triggerSource: z.string(),
    region: z.string(),
    userPoolId: z.string(),
    userName: z.string(),
    callerContext: z.object({}),
    request: z.object({}),
    response,
  });
