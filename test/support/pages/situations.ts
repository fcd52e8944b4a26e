import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { loopbackServer } from '../loopbackServer.ts';

/** What a run's outputs are called. */
type Outputs = Readonly<Record<string, string>>;

const inject = async ({ AwsEndpoint }: Outputs, fault: object): Promise<void> => {
  const answer = await fetch(`${AwsEndpoint}/_local/faults`, {
    method: 'POST',
    body: JSON.stringify({ when: 'before', ...fault }),
  });
  if (!answer.ok) throw new Error(`the fault is refused: ${await answer.text()}`);
};

/** The onboarding that comes next fails, and one of its undos is refused as often as it is tried. */
export const nextOneIsStuck = async (outputs: Outputs): Promise<void> => {
  const refused = { service: 'cognito-idp', operation: 'DeleteUserPoolClient', times: 6 };
  await inject(outputs, { ...refused, error: 'AccessDeniedException' });
  const full = { service: 'apigateway', operation: 'CreateApiKey', times: 1, when: 'after' };
  await inject(outputs, { ...full, error: 'LimitExceededException' });
};

/** An event comes that no consumer can take. */
export const brokenEvent = async (outputs: Outputs): Promise<void> => {
  const { EventBusName, AwsEndpoint: endpoint = '', Region: region = '' } = outputs;
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = outputs;
  const credentials = { accessKeyId, secretAccessKey };
  const Detail = '{"metadata":{"version":"1.0","eventId":"none"}}';
  const event = { EventBusName, Source: 'registration', DetailType: 'TenantRegistered', Detail };
  await new EventBridgeClient({ endpoint, region, credentials }).send(
    new PutEventsCommand({ Entries: [event] }),
  );
};

/** A webhook's endpoint on this machine, which answers its challenge. */
export const endpoint = async () => {
  const server = await loopbackServer();
  server.answer(({ body }, response) => response.end(JSON.stringify(JSON.parse(body).data)));
  return server;
};
