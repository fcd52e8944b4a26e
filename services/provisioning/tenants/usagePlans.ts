import {
  type APIGatewayClient,
  CreateUsagePlanKeyCommand,
  GetUsagePlanKeyCommand,
  paginateGetUsagePlanKeys,
} from '@aws-sdk/client-api-gateway';
import { isNamed, isThrottled, isTransient, TransientError, valueWhen } from '#shared/errors.ts';

/** The most that API Gateway gives at once. */
const PAGE = 500;

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
  /** The ids of all keys in a plan, page by page. */
  async function* pagesOf(usagePlanId: string): AsyncGenerator<string[], void, undefined> {
    const pages = paginateGetUsagePlanKeys({ client }, { usagePlanId, limit: PAGE });
    for await (const { items = [] } of pages) yield items.flatMap(({ id }) => id ?? []);
  }
  return { has, add, pagesOf };
};
