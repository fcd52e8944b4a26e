import {
  CognitoIdentityProviderClient,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, paginateListTables, paginateScan } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { ListQueuesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { tapBus } from '../support/busTap.ts';
import {
  type Chain,
  chainOf,
  contradictionsOf,
  type Forgery,
} from '../support/isolation/contradictions.ts';
import { SETUP_MS } from '../support/isolation/isolationPeople.ts';
import { belongings } from '../support/leftovers.ts';
import { type Product, startProduct } from '../support/product.ts';
import { until } from '../support/until.ts';

let product: Product;
let chains: Chain[];
let forgeries: Forgery[];
let before: Awaited<ReturnType<typeof everything>>;

/** Rows of the control plane's tables, users, executions and what tenants have. */
const everything = async () => {
  const { sdk, outputs } = product;
  const client = new DynamoDBClient(sdk);
  const rows: string[] = [];
  for await (const { TableNames = [] } of paginateListTables({ client }, {})) {
    for (const TableName of TableNames.filter((name) => !/Webhook/.test(name))) {
      for await (const { Items = [] } of paginateScan({ client }, { TableName })) {
        rows.push(...Items.map((item) => JSON.stringify(Object.entries(item).sort())));
      }
    }
  }
  const cognito = new CognitoIdentityProviderClient(sdk);
  const pools = new Set(chains.map(({ userPoolId }) => userPoolId));
  const users = await Promise.all(
    [...pools].map(async (UserPoolId) => {
      const { Users = [] } = await cognito.send(new ListUsersCommand({ UserPoolId }));
      return Users.map(({ Username }) => `${UserPoolId} ${Username}`);
    }),
  );
  const list = new ListExecutionsCommand({ stateMachineArn: outputs.OnboardingStateMachineArn });
  const { executions = [] } = await new SFNClient(sdk).send(list);
  const has = await Promise.all(chains.map(({ tenantId }) => belongings(product, tenantId)));
  return {
    rows: rows.sort(),
    users: users.flat().sort(),
    executions: executions.map(({ name }) => name).sort(),
    has,
  };
};

const Letter = z.object({ detail: z.object({ metadata: z.object({ occurredAt: z.string() }) }) });

/** When the events in all dead-letter queues say that they occurred. */
const deadLetters = async (): Promise<string[]> => {
  const sqs = new SQSClient(product.sdk);
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const found = await Promise.all(
    QueueUrls.filter((url) => url.includes('DeadLetters')).map(async (QueueUrl) => {
      const receive = { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 };
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(receive));
      return Messages.map(({ Body = '' }) => Letter.safeParse(JSON.parse(Body)).data);
    }),
  );
  return found.flat().flatMap((letter) => letter?.detail.metadata.occurredAt ?? []);
};

const timeOf = ({ detail }: Forgery): string => Letter.parse({ detail }).detail.metadata.occurredAt;

beforeAll(async () => {
  product = await startProduct();
  const tap = await tapBus(product);
  const signedUp = [
    await product.register({ tenantName: 'Mine', adminEmail: 'a@mine.example', tier: 'basic' }),
    await product.register({
      tenantName: 'Other',
      adminEmail: 'b@other.example',
      tier: 'platinum',
    }),
  ];
  for (const { registrationId } of signedUp) await product.settled(registrationId);
  const events = await tap.read();
  chains = signedUp.map(({ registrationId }) => chainOf(events, registrationId));
  const [mine, others] = chains;
  if (!mine || !others) throw new Error('two tenants should have been made');
  await until(async () =>
    /firstUserEventId.*firstUserEventId/.test(String((await everything()).rows)),
  );
  before = await everything();
  forgeries = contradictionsOf(mine, others);
  const EventBusName = product.outputs.EventBusName;
  for (const { source: Source, type: DetailType, detail } of forgeries) {
    const entry = { EventBusName, Source, DetailType, Detail: JSON.stringify(detail) };
    await new EventBridgeClient(product.sdk).send(new PutEventsCommand({ Entries: [entry] }));
  }
}, SETUP_MS);
afterAll(() => product.stop());

describe('an event of the account’s root that the present contradicts', () => {
  it(
    'is kept for operators, each of them',
    async () => {
      const seen = new Set<string>();
      const missing = () => forgeries.filter((one) => !seen.has(timeOf(one)));
      await until(
        async () => {
          for (const time of await deadLetters()) seen.add(time);
          return missing().length === 0;
        },
        () => missing().map(({ type, field }) => `${type} with another ${field}`),
      );

      expect(missing()).toEqual([]);
    },
    SETUP_MS,
  );

  it('changes nothing', async () => {
    expect(await everything()).toEqual(before);
  });
});
