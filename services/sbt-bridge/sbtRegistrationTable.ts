import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { SbtRegistration } from './sbtRegistration.ts';

/** SBT's registrations, by the id of ours. */
export const sbtRegistrationTable = (documents: DynamoDBDocumentClient, TableName: string) => {
  const find = async (registrationId: string): Promise<SbtRegistration | undefined> => {
    const get = new GetCommand({ TableName, Key: { registrationId }, ConsistentRead: true });
    const { Item } = await documents.send(get);
    return Item && SbtRegistration.parse(Item);
  };
  return {
    find,
    /** Keeps the registration unless there is one; answers the one that is there then. */
    async keep(registration: SbtRegistration): Promise<SbtRegistration> {
      const ConditionExpression = 'attribute_not_exists(registrationId)';
      try {
        await documents.send(
          new PutCommand({ TableName, Item: registration, ConditionExpression }),
        );
        return registration;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return (await find(registration.registrationId)) ?? registration;
      }
    },
  };
};
