import { type APIGatewayClient, GetApiKeyCommand } from '@aws-sdk/client-api-gateway';

/** Reads a key's secret value. */
export const apiKeyValue = (client: APIGatewayClient) => async (apiKeyId: string) => {
  const get = new GetApiKeyCommand({ apiKey: apiKeyId, includeValue: true });
  const { value } = await client.send(get);
  if (value === undefined) throw new Error(`API key ${apiKeyId} has no value`);
  return value;
};
