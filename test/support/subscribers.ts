import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { deployAssembly } from '../../engine/cloudformation/deployAssembly.ts';
import { readAssembly } from '../../engine/cloudformation/template/assembly.ts';
import { createEngine } from '../../engine/createEngine.ts';
import { awsServices } from '../../engine/services.ts';
import type { EventDefinition } from '../../events/defineEvent.ts';
import { synthesisOf } from './synthesis.ts';

const Message = z.object({
  'detail-type': z.string(),
  'replay-name': z.string().optional(),
  detail: z.object({ metadata: z.object({ eventId: z.string(), tenantId: z.string() }) }),
});

/** The bus of the subscribers that tests deploy. */
export const BUS = 'tenants';

/** The subscribers of `subscriberApp.ts` on an engine of their own, with the app's synthesis. */
export const startSubscribers = async () => {
  const synthesis = await synthesisOf('dev', { app: 'test/support/subscriberApp.ts' });
  if (synthesis.failed) throw new Error(synthesis.problems);
  const directory = await mkdtemp(join(tmpdir(), 'subscribers-'));
  const services = awsServices;
  const running = await createEngine({ directory, port: 0, services, say: () => {} });
  const { engine } = running;
  await deployAssembly(engine, await readAssembly(synthesis.folder));
  await running.start();
  const sdk = {
    endpoint: engine.endpoint,
    region: engine.region,
    credentials: engine.credentials.root,
  };
  const sqs = new SQSClient(sdk);
  const events = new EventBridgeClient(sdk);

  /** What is in a queue, in the order of arrival; it is empty afterwards. */
  const read = async (QueueName: string): Promise<z.infer<typeof Message>[]> => {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 });
    const { Messages = [] } = await sqs.send(receive);
    for (const { ReceiptHandle } of Messages) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
    const found = Messages.map(({ Body }) => Message.parse(JSON.parse(Body ?? '')));
    return found.length === 0 ? [] : [...found, ...(await read(QueueName))];
  };

  return {
    engine,
    sdk,
    synthesis,
    events,
    read,
    /** What has come to a queue once there are at least so many. */
    async arrived(queueName: string, count: number) {
      const found: z.infer<typeof Message>[] = [];
      while (found.length < count) {
        found.push(...(await read(queueName)));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return found;
    },
    publish: (event: Pick<EventDefinition, 'type' | 'source'>, detail: object) =>
      events.send(
        new PutEventsCommand({
          Entries: [
            {
              EventBusName: BUS,
              Source: event.source,
              DetailType: event.type,
              Detail: JSON.stringify(detail),
            },
          ],
        }),
      ),
    async stop() {
      await running.close();
      await rm(directory, { recursive: true, force: true });
      await synthesis.destroy();
    },
  };
};
