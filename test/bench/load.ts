import { Command, InvalidArgumentError } from 'commander';
import { sequenceOf } from '../../simulation/world/seededRandom.ts';
import { setup, teardown } from '../support/assembly.ts';
import { backoff } from '../support/backoff.ts';
import { inventory } from '../support/leftovers.ts';
import { Outcomes } from '../support/outcomes.ts';
import { type Product, startProduct } from '../support/product.ts';
import { Throttling } from '../support/throttling.ts';
import { unlimited } from '../support/unlimited.ts';

/*
 * Many sign-ups at once over HTTP, with a share of all AWS calls throttled, batch after batch: how
 * long a tenant takes to be active, and whether time and memory stay what they were as tenants add up.
 */

type Options = { atOnce: number; tenants: number; throttled: number; seed: number };
type Batch = {
  wall: number;
  /** Of all threads, the engine's and its functions', and of the people who sign up. */
  cpu: number;
  accepted: readonly number[];
  active: readonly number[];
  repeated: number;
  heapMb: number;
  rssMb: number;
};

const POLL_MS = 50;
/** How many ask at a time what has become of registrations, when all is over. */
const ASKING = 4;
/** An account may have 1,000 user pools, and every silo has one of its own. */
const SILO_EVERY = 20;
const POOLED = ['basic', 'standard', 'premium'] as const;
const MEBIBYTE = 2 ** 20;
/** Who registers them all. */
const OPERATORS = 1;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const signUpOf = (index: number) => ({
  tenantName: `Tenant ${index}`,
  adminEmail: `admin-${index}@tenants.example`,
  tier: index % SILO_EVERY === 0 ? 'platinum' : (POOLED[index % POOLED.length] ?? 'basic'),
});

/** Of numbers in order. */
const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

const inOrder = (times: number[]): number[] => times.sort((a, b) => a - b);

const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(2)} s`;

const memory = () => {
  if (globalThis.gc === undefined) throw new Error('run by node --expose-gc');
  globalThis.gc();
  const { heapUsed, rss } = process.memoryUsage();
  return { heapMb: heapUsed / MEBIBYTE, rssMb: rss / MEBIBYTE };
};

type Stage = { product: Product; outcomes: Outcomes; seed: number };

/** Registers as an operator does who repeats it, with one key, until it is told that all is well. */
const insist = async ({ product, seed }: Stage, index: number) => {
  const wait = backoff(sequenceOf(seed + index));
  for (let repeated = 0; ; repeated += 1) {
    const headers = { 'idempotency-key': `sign-up-${index}` };
    const { status, body } = await product.postAsOperator('tenants', signUpOf(index), headers);
    if (status === 202) return { registrationId: String(body.registrationId), repeated };
    if (status < 429) throw new Error(`sign-up ${index} was answered ${status}`);
    await pause(wait(repeated));
  }
};

const settle = async ({ outcomes }: Stage, ids: readonly string[]) => {
  while (ids.some((id) => !outcomes.activeAt.has(id))) {
    const { failed } = outcomes;
    if (failed.size > 0) throw new Error(`registrations failed: ${[...failed].join(', ')}`);
    await pause(POLL_MS);
  }
};

const batchOf = async (stage: Stage, from: number, count: number): Promise<Batch> => {
  const start = performance.now();
  const cpuBefore = process.cpuUsage();
  const accepted: number[] = [];
  const answers = await Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const answer = await insist(stage, from + at);
      accepted.push(performance.now() - start);
      return answer;
    }),
  );
  const ids = answers.map(({ registrationId }) => registrationId);
  await settle(stage, ids);
  const { user, system } = process.cpuUsage(cpuBefore);
  const active = ids.map((id) => (stage.outcomes.activeAt.get(id) ?? 0) - start);
  const repeated = answers.reduce((sum, answer) => sum + answer.repeated, 0);
  return {
    wall: Math.max(...active),
    cpu: (user + system) / 1_000,
    accepted: inOrder(accepted),
    active: inOrder(active),
    repeated,
    ...memory(),
  };
};

const print = (until: number, batch: Batch): void => {
  const spread = (times: readonly number[]) =>
    `p50 ${seconds(percentile(times, 0.5))}, p99 ${seconds(percentile(times, 0.99))}`;
  const pace = (batch.active.length / batch.wall) * 1_000;
  say(
    `${String(until).padStart(6)} tenants: ${seconds(batch.wall)}, ${pace.toFixed(1)}/s; ` +
      `accepted ${spread(batch.accepted)}; active ${spread(batch.active)}; ` +
      `CPU ${seconds(batch.cpu / batch.active.length)} each; ${batch.repeated} sign-ups repeated; ` +
      `heap ${batch.heapMb.toFixed(0)} MB, resident ${batch.rssMb.toFixed(0)} MB`,
  );
};

const compare = (first: Batch, last: Batch): void => {
  const ratio = (title: string, of: (batch: Batch) => number) =>
    say(`${title.padEnd(40)} ${(of(last) / of(first)).toFixed(2)}`);
  ratio('time of the last batch to the first', ({ wall }) => wall);
  ratio('CPU time, likewise', ({ cpu }) => cpu);
  ratio('p50 of the last batch to the first', ({ active }) => percentile(active, 0.5));
  ratio('p99 of the last batch to the first', ({ active }) => percentile(active, 0.99));
  ratio('heap after the last batch to the first', ({ heapMb }) => heapMb);
  ratio('resident memory, likewise', ({ rssMb }) => rssMb);
};

/** Asks the product itself, and counts what was made, when all is over. */
const verify = async ({ product, outcomes }: Stage, tenants: number): Promise<void> => {
  const { keys, clients, pools, users } = await inventory(product);
  const silos = Math.ceil(tenants / SILO_EVERY);
  const found = { active: 0, keys, clients, pools: pools.length, users: users.length };
  const ids = outcomes.activeAt.keys();
  const ask = async () => {
    for (const id of ids) {
      if ((await product.registration(id))?.status === 'active') found.active += 1;
    }
  };
  await Promise.all(Array.from({ length: ASKING }, ask));
  const own = (names: readonly string[]) => names.filter((name) => /-tenant-t/.test(name)).length;
  const counts = { ...found, keys: own(keys), clients: own(clients), pools: own(pools) };
  const wanted = {
    active: tenants,
    keys: tenants,
    clients: tenants,
    pools: silos,
    users: tenants + OPERATORS,
  };
  say(`found ${JSON.stringify(counts)}`);
  if (Object.entries(wanted).some(([kind, count]) => Reflect.get(counts, kind) !== count)) {
    throw new Error(`not as many as there should be: ${JSON.stringify(wanted)}`);
  }
};

const run = async ({ atOnce, tenants, throttled, seed }: Options): Promise<void> => {
  await setup();
  const outcomes = new Outcomes();
  const throttling = new Throttling({ share: throttled, seed });
  const disturbances = [throttling, outcomes.disturbance];
  const limits = { ...unlimited.limits, quotas: { appClientsPerPool: 10_000 } };
  const stage = {
    product: await startProduct({ disturbances, limits, threads: true }),
    outcomes,
    seed,
  };
  const batches: Batch[] = [];
  try {
    for (let from = 0; from < tenants; from += atOnce) {
      const count = Math.min(atOnce, tenants - from);
      const batch = await batchOf(stage, from, count);
      batches.push(batch);
      print(from + count, batch);
    }
    say(`${throttling.calls} AWS calls, ${throttling.refused} of them throttled`);
    throttling.over = true;
    const [first, last] = [batches[0], batches.at(-1)];
    if (first && last && first !== last) compare(first, last);
    await verify(stage, tenants);
  } finally {
    await stage.product.stop();
    await teardown();
  }
};

const number = (text: string): number => {
  const value = Number(text);
  if (!(value >= 0)) throw new InvalidArgumentError('it must be a number');
  return value;
};

const program = new Command('bench:load')
  .description('Signs up many tenants at once, batch after batch, while AWS throttles.')
  .option('--at-once <n>', 'how many sign up in one moment', number, 1_000)
  .option('--tenants <n>', 'how many there are in the end', number, 10_000)
  .option('--throttled <share>', 'of all AWS calls', number, 0.01)
  .option('--seed <n>', 'of the throttling, and of how long people wait', number, 1)
  .action(run);

await program.parseAsync();
process.exit(0);
