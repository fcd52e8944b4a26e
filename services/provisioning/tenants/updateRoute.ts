import {
  type DynamoDBDocumentClient,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { valueWhen } from '#shared/errors.ts';
import { StandingRoute } from '#shared/route.ts';

/** What is changed of a route, and on what condition. */
export type RouteUpdate = Pick<
  UpdateCommandInput,
  'ExpressionAttributeValues' | 'ExpressionAttributeNames'
> & { UpdateExpression: string; ConditionExpression: string };

const refusedIsNone = valueWhen(undefined, 'ConditionalCheckFailedException');

/** Changes a tenant's route on a condition. Answers the route as it is then; undefined when refused. */
export const updateRoute =
  (documents: DynamoDBDocumentClient, TableName: string) =>
  async (tenantId: string, update: RouteUpdate): Promise<StandingRoute | undefined> => {
    const Key = { tenantId };
    const command = new UpdateCommand({ TableName, Key, ReturnValues: 'ALL_NEW', ...update });
    const answer = await documents.send(command).catch(refusedIsNone);
    return answer && StandingRoute.parse(answer.Attributes);
  };
