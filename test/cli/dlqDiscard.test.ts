import { PassThrough } from 'node:stream';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Cli, cliFor, onboard } from '../support/cliRun.ts';
import { type Product, startProduct } from '../support/product.ts';

const CONSUMER = 'StartOnboarding';

describe('npx onboard dlq discard', () => {
  let product: Product;
  let cli: Cli;
  beforeAll(async () => {
    product = await startProduct();
    cli = await cliFor(product);
  });
  afterAll(async () => {
    await product.stop();
    await cli.remove();
  });

  /** A message in the consumer's queue; answers its id. */
  const deadLetter = async (body: string, consumer = CONSUMER): Promise<string> => {
    const queues: { consumer: string; queueUrl: string }[] = JSON.parse(
      product.stackOutputs['DeadLetterQueues'] ?? '',
    );
    const QueueUrl = queues.find((queue) => queue.consumer === consumer)?.queueUrl;
    const sent = await new SQSClient(product.sdk).send(
      new SendMessageCommand({ QueueUrl, MessageBody: body }),
    );
    return sent.MessageId ?? '';
  };

  const left = async (): Promise<string[]> =>
    (await cli.json(['dlq', 'list'])).map(({ messageId }: { messageId: string }) => messageId);

  const typing = (answer: string, ...args: string[]) => {
    const stdin = Object.assign(new PassThrough(), { isTTY: true });
    stdin.end(`${answer}\n`);
    return onboard(['dlq', 'discard', ...args], { LOCAL_DIR: cli.cwd }, stdin);
  };

  it('shows the messages, asks on a local run too, and deletes exactly those after a yes', async () => {
    const one = await deadLetter('one');
    const other = await deadLetter('other');
    const elsewhere = await deadLetter('elsewhere', 'ProjectEvents');

    const unsure = await typing('y', CONSUMER, one);
    const before = await left();
    const sure = await typing('yes', CONSUMER, one, elsewhere);

    expect(unsure).toMatchObject({ code: 1 });
    expect(unsure.out).toMatch(new RegExp(`^message +${one}\nconsumer +${CONSUMER}$`, 'm'));
    expect(unsure.out).toMatch(/^one$/m);
    expect(unsure.err).toMatch(
      /^discarding 1 of StartOnboarding for good on local run, .*\? Type yes to go on:\nerror: nothing was done\n$/,
    );
    expect(before.toSorted()).toEqual([one, other, elsewhere].toSorted());
    expect(sure.code).toBe(1);
    expect(sure.err).toContain(`${elsewhere}: there is no such dead letter of ${CONSUMER}`);
    expect(sure.out).toMatch(/^1 discarded, 1 not$/m);
    expect((await left()).toSorted()).toEqual([other, elsewhere].toSorted());
  });

  it('does nothing where nobody can be asked, and goes on by --yes', async () => {
    const id = await deadLetter('{"some":"text"}');

    const refused = await cli.run(['dlq', 'discard', CONSUMER, id]);
    const kept = await left();
    const discarded = await cli.run(['dlq', 'discard', CONSUMER, id, id, '--yes', '--json']);

    expect(refused).toMatchObject({
      code: 2,
      err: 'error: discarding messages needs --yes where nobody can be asked\n',
    });
    expect(kept).toContain(id);
    expect(discarded.code).toBe(0);
    expect(JSON.parse(discarded.out)).toMatchObject({
      discarded: [{ messageId: id, consumer: CONSUMER, body: '{"some":"text"}' }],
      missing: [],
    });
    expect(await left()).not.toContain(id);
  });

  it('says that no message is there, or no such consumer', async () => {
    const nothing = await cli.run(['dlq', 'discard', CONSUMER, 'none', '--yes']);
    const nobody = await cli.run(['dlq', 'discard', 'Nobody', 'none', '--yes']);

    expect(nothing).toMatchObject({ code: 1, out: '' });
    expect(nothing.err).toMatch(/^none: there is no such dead letter .*\nerror: nothing was disc/);
    expect(nobody.code).toBe(2);
    expect(nobody.err).toContain('no consumer is called Nobody; there are ');
  });
});
