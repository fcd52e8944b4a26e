import {
  type APIGatewayClient,
  CreateUsagePlanKeyCommand,
  GetUsagePlanKeyCommand,
} from '@aws-sdk/client-api-gateway';
import { isNamed, isThrottled, isTransient, TransientError, valueWhen } from '#shared/errors.ts';

/** A conflict says that the key is in the plan, or that another change came between; a lost answer says nothing. */
const isOpen = (error: unknown): boolean =>
  isNamed(error, 'ConflictException') || (isTransient(error) && !isThrottled(error));

/** Which API key counts against which usage plan. */
export const usagePlans = (client: APIGatewayClient) => {
  const has = (usagePlanId: string, keyId: string): Promise<boolean> => {
    const get = new GetUsagePlanKeyCommand({ usagePlanId, keyId });
    return client.send(get).then(() => true, valueWhen(false, 'NotFoundException'));
  };
  /** Succeeds only when the key is in the plan; TransientError while that is open. */
  const add = async (usagePlanId: string, keyId: string): Promise<void> => {
    const create = new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: 'API_KEY' });
    try {
      await client.send(create);
    } catch (error) {
      if (!isOpen(error)) throw error;
      if (await has(usagePlanId, keyId)) return;
      const message = `API key ${keyId} is not in usage plan ${usagePlanId} yet`;
      throw new TransientError(message, { cause: error });
    }
  };
  return { has, add };
};
