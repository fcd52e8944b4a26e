import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';

/** Which of our tenants is which of SBT's, from the first request on. */
export const SbtRegistration = z.object({
  registrationId: z.string(),
  tenantId: z.string(),
  registeredEventId: z.string(),
  registeredAt: z.string(),
  /** SBT's own ids, which its answers bear. */
  tenantRegistrationId: z.string(),
  sbtTenantId: z.string(),
});
export type SbtRegistration = z.infer<typeof SbtRegistration>;

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
