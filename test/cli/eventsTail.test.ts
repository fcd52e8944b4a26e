import {
  EventBridgeClient,
  ListRulesCommand,
  ListTagsForResourceCommand,
  PutEventsCommand,
} from '@aws-sdk/client-eventbridge';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aTenantRegistered } from '../support/builders.ts';
import { type Cli, cliFor } from '../support/cliRun.ts';
import { type Product, startProduct } from '../support/product.ts';

describe('npx onboard events tail', () => {
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

  const register = (tenantName: string) =>
    product.register({ tenantName, adminEmail: `${tenantName}@tail.example`, tier: 'basic' });

  const tails = async () => {
    const { EventBusName } = product.outputs;
    const asked = { EventBusName, NamePrefix: 'onboard-tail' };
    const { Rules = [] } = await new EventBridgeClient(product.sdk).send(
      new ListRulesCommand(asked),
    );
    const { QueueUrls = [] } = await new SQSClient(product.sdk).send(
      new ListQueuesCommand({ QueueNamePrefix: 'onboard-tail' }),
    );
    return { rules: Rules, queues: QueueUrls };
  };

  it('prints events as they come, and takes its rule and queue away at the end', async () => {
    const types = ['--event', 'TenantProvisioned', '--event', 'UserCreated'];
    const tail = cli.start(['events', 'tail', '--json', '--count', '2', ...types]);
    expect(await tail.noted).toMatch(/^listening on /);

    await register('Initech');
    const code = await tail.ended;

    expect(code).toBe(0);
    expect(tail.lines.map((line) => JSON.parse(line)['detail-type'])).toEqual([
      'TenantProvisioned',
      'UserCreated',
    ]);
    expect(await tails()).toEqual({ rules: [], queues: [] });
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends well by %s', async (signal) => {
    const tail = cli.start(['events', 'tail']);
    await tail.noted;
    const { rules, queues } = await tails();
    const tagged = await new EventBridgeClient(product.sdk).send(
      new ListTagsForResourceCommand({ ResourceARN: rules[0]?.Arn }),
    );

    const { registrationId } = await register(`Tail${signal}`);
    while (tail.lines.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    tail.child.kill(signal);
    const code = await tail.ended;

    expect({ code, rules: rules.length, queues: queues.length }).toEqual({
      code: 0,
      rules: 1,
      queues: 1,
    });
    expect(tagged.Tags).toContainEqual({ Key: 'Product', Value: 'tenant-onboarding' });
    expect(tail.lines[0]).toMatch(
      new RegExp(`^\\S+Z {2}TenantRegistered +t\\S{26} {2}${registrationId} {2}\\S{26}$`),
    );
    expect(await tails()).toEqual({ rules: [], queues: [] });
  });

  it('prints one tenant’s events alone', async () => {
    const acme = await register('Acme');
    const one = ['--tenant', acme.tenantId, '--event', 'TenantRegistered'];
    const tail = cli.start(['events', 'tail', ...one, '--count', '1']);
    await tail.noted;
    await register('Umbrella');
    const { registrationId, tenantId } = acme;
    const detail = aTenantRegistered({ registrationId, tenantId }, { tenantId });
    const { EventBusName } = product.outputs;
    const entry = { EventBusName, Source: 'registration', DetailType: 'TenantRegistered' };
    await new EventBridgeClient(product.sdk).send(
      new PutEventsCommand({ Entries: [{ ...entry, Detail: JSON.stringify(detail) }] }),
    );

    expect(await tail.ended).toBe(0);
    expect(tail.lines).toEqual([expect.stringContaining(tenantId)]);
  });
});
