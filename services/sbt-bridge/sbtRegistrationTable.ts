import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { itemOf } from '#shared/documents.ts';
import { refused } from '#shared/errors.ts';
import { OnboardingRequest } from './sbtEvents.ts';

/** Which of our tenants is which of SBT's, from the first request on, and what that asked for. */
export const SbtRegistration = OnboardingRequest.pick({
  tenantName: true,
  email: true,
  tier: true,
}).extend({
  registrationId: z.string(),
  tenantId: z.string(),
  registeredEventId: z.string(),
  registeredAt: z.string(),
  /** SBT's own ids, which its answers bear. */
  tenantRegistrationId: z.string(),
  sbtTenantId: z.string(),
  /** The id of SBT's event that asked for it first. */
  askedBy: z.string(),
});
export type SbtRegistration = z.infer<typeof SbtRegistration>;

/** SBT's registrations, by the id of ours. */
export const sbtRegistrationTable = (documents: DynamoDBDocumentClient, TableName: string) => {
  const find = async (registrationId: string): Promise<SbtRegistration | undefined> => {
    const Item = await itemOf(documents, TableName)({ registrationId });
    return Item && SbtRegistration.parse(Item);
  };
  return {
    find,
    /** Keeps the registration unless there is one; answers the one that is there then. */
    async keep(registration: SbtRegistration): Promise<SbtRegistration> {
      const ConditionExpression = 'attribute_not_exists(registrationId)';
      const put = new PutCommand({ TableName, Item: registration, ConditionExpression });
      if (await documents.send(put).then(() => true, refused)) return registration;
      return (await find(registration.registrationId)) ?? registration;
    },
  };
};
