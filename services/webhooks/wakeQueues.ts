import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientDefaults } from '#shared/clients.ts';
import { env } from '#shared/env.ts';
import { TransientError } from '#shared/errors.ts';
import { Track } from './health.ts';
import type { SendWakes, Wake } from './wake.ts';
import { WakingEnv } from './webhookEnv.ts';

/** As many as one call of SQS takes. */
const PER_CALL = 10;

const chunks = (wakes: readonly Wake[]): Wake[][] =>
  Array.from({ length: Math.ceil(wakes.length / PER_CALL) }, (_, n) =>
    wakes.slice(n * PER_CALL, (n + 1) * PER_CALL),
  );

/** Puts wakes into the queue of their track; throws when one of them did not get there. */
export const wakeQueues = (): SendWakes => {
  const settings = env(WakingEnv);
  const client = new SQSClient(clientDefaults);
  const urls = { steady: settings.STEADY_QUEUE_URL, troubled: settings.TROUBLED_QUEUE_URL };
  const send = async (QueueUrl: string, wakes: readonly Wake[], delay: number): Promise<void> => {
    const Entries = wakes.map((wake, index) => ({
      Id: String(index),
      MessageBody: JSON.stringify(wake),
      ...(delay > 0 && { DelaySeconds: delay }),
    }));
    const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    if (Failed[0]) throw new TransientError(`${Failed.length} wakes not sent: ${Failed[0].Code}`);
  };
  return async (wakes, delaySeconds = 0) => {
    const calls = Track.options.flatMap((track) =>
      chunks(wakes.filter((wake) => wake.track === track)).map((some) => ({ track, some })),
    );
    await Promise.all(calls.map(({ track, some }) => send(urls[track], some, delaySeconds)));
  };
};
