import { GetExecutionHistoryCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { z } from 'zod';
import type { AwsCall } from '../../engine/endpoint/call.ts';
import { setup, teardown } from '../support/assembly.ts';
import { bundleHandlers, removeHandlers } from '../support/handlers/bundledHandlers.ts';
import { type Product, startProduct } from '../support/product.ts';
import { until } from '../support/until.ts';
import { prices } from './prices.ts';

/*
 * `npm run bench:cost`: what one pool onboarding by an operator asks of AWS when nothing is queued and nothing fails,
 * counted on this machine, and what a thousand of them cost.
 */

/** As functions are declared, and how long one runs: the only two figures that are not counted. */
const MEMORY_GB = 0.5;
const SECONDS_A_RUN = 0.15;
/** What follows once the tenant is active, e.g. the mail. */
const AFTERWARDS_MS = 5_000;
/** For each item written, as much again for the indexes: more than AWS charges where an item is in none. */
const WITH_INDEXES = 2;
/** A transaction costs each of its writes twice. */
const IN_TRANSACTION = 2;

const Transaction = z.object({ TransactItems: z.array(z.unknown()) });
const Writes = z.object({ RequestItems: z.record(z.string(), z.array(z.unknown())) });
const Reads = z.object({
  RequestItems: z.record(z.string(), z.object({ Keys: z.array(z.unknown()) })),
});
const Publication = z.object({ Entries: z.array(z.unknown()) });

type Input = AwsCall['input'];
type Meter = {
  what: string;
  price: number;
  /** How many of it a call takes, by service and operation. */
  of: Readonly<Record<string, (input: Input) => number>>;
};

const one = () => 1;
const written = () => WITH_INDEXES;
const total = (numbers: readonly number[]): number => numbers.reduce((sum, next) => sum + next, 0);

const meters: readonly Meter[] = [
  {
    what: 'DynamoDB: units written',
    price: prices.writeUnit,
    of: {
      'dynamodb:PutItem': written,
      'dynamodb:UpdateItem': written,
      'dynamodb:DeleteItem': written,
      'dynamodb:TransactWriteItems': (input) =>
        IN_TRANSACTION * WITH_INDEXES * Transaction.parse(input).TransactItems.length,
      'dynamodb:BatchWriteItem': (input) =>
        WITH_INDEXES *
        total(Object.values(Writes.parse(input).RequestItems).map((items) => items.length)),
    },
  },
  {
    what: 'DynamoDB: units read',
    price: prices.readUnit,
    of: {
      'dynamodb:GetItem': one,
      'dynamodb:Query': one,
      'dynamodb:BatchGetItem': (input) =>
        total(Object.values(Reads.parse(input).RequestItems).map(({ Keys }) => Keys.length)),
    },
  },
  {
    what: 'Lambda: runs',
    price: prices.run + MEMORY_GB * SECONDS_A_RUN * prices.gbSecond,
    of: { 'lambda:Invoke': one },
  },
  {
    what: 'EventBridge: events',
    price: prices.event,
    of: { 'events:PutEvents': (input) => Publication.parse(input).Entries.length },
  },
  {
    what: 'SQS: requests',
    price: prices.queueRequest,
    of: { 'sqs:SendMessage': one, 'sqs:ReceiveMessage': one, 'sqs:DeleteMessageBatch': one },
  },
];

const taken = ({ of }: Meter, calls: readonly AwsCall[]): number =>
  total(calls.map(({ service, operation, input }) => of[`${service}:${operation}`]?.(input) ?? 0));

/** The onboarding's execution: whether it is over, and how many states it has entered. */
const executionOf = async ({ sdk, outputs }: Product) => {
  const states = new SFNClient(sdk);
  const { OnboardingStateMachineArn: stateMachineArn } = outputs;
  const { executions = [] } = await states.send(new ListExecutionsCommand({ stateMachineArn }));
  const [execution] = executions;
  if (execution?.status !== 'SUCCEEDED') return undefined;
  const { executionArn } = execution;
  const { events = [] } = await states.send(
    new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000 }),
  );
  return { entered: events.filter(({ stateEnteredEventDetails: state }) => state).length };
};

const print = (what: string, count: number, price: number): number => {
  const dollars = count * price * 1_000;
  process.stdout.write(
    `${what.padEnd(26)}${String(count).padStart(5)}  $ ${dollars.toFixed(3)} a thousand\n`,
  );
  return dollars;
};

await setup();
bundleHandlers();
const calls: AwsCall[] = [];
let isCounted = false;
const product = await startProduct({
  disturbances: [
    {
      strike: async (when, call) => {
        if (isCounted && when === 'before' && call.principal.kind !== 'root') calls.push(call);
      },
    },
  ],
});
try {
  // The operator signs in first.
  await product.postAsOperator('tenants', {});
  isCounted = true;
  await product.register({ tenantName: 'Acme', adminEmail: 'ada@acme.example', tier: 'basic' });
  await until(async () => (await executionOf(product)) !== undefined);
  await new Promise((resolve) => setTimeout(resolve, AFTERWARDS_MS));
  const entered = (await executionOf(product))?.entered ?? 0;
  const dollars = [
    print('Step Functions: states', entered, prices.transition),
    print('  and the start', 1, prices.transition),
    print('API Gateway: requests', 1, prices.apiRequest),
    ...meters.map((meter) => print(meter.what, taken(meter, calls), meter.price)),
    print('SES: the invitation', 1, prices.mail),
  ];
  process.stdout.write(`${'all'.padEnd(33)}$ ${total(dollars).toFixed(3)} a thousand\n`);
} finally {
  await product.stop();
  await removeHandlers();
  await teardown();
}
