import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { npmStart } from '../support/npmStart.ts';
import { type ProductClient, productClient } from '../support/productClient.ts';

/*
 * `npm run bench:first`: a newcomer's first minutes. How long `npm start` takes beside `cdk synth`, the first time and as
 * long as nothing changes; how long a pool tenant takes to be active when nothing is queued; and how long it is from
 * there to the first call of its admin. Figures of one machine are told apart by the ratios.
 */

const TENANTS = 40;
const LOOK_MS = 10;
/** Longer than AWS's quotas have one sign-up follow another. */
const BETWEEN_MS = 400;

const say = (what: string, milliseconds: number, ratio?: number): void => {
  const beside = ratio === undefined ? '' : `  ${ratio.toFixed(2)} x cdk synth`;
  process.stdout.write(`${what.padEnd(44)}${milliseconds.toFixed(0).padStart(7)} ms${beside}\n`);
};

const timed = async <T>(work: () => Promise<T> | T): Promise<[number, T]> => {
  const began = performance.now();
  const done = await work();
  return [performance.now() - began, done];
};

const median = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

const synthesize = (output: string): void => {
  execFileSync('npx', ['cdk', 'synth', '--quiet', '--output', output], { stdio: 'ignore' });
};

const onboard = async (client: ProductClient, n: number): Promise<number> => {
  const signUp = { tenantName: `Tenant ${n}`, adminEmail: `a${n}@first.example`, tier: 'basic' };
  const [took] = await timed(async () => {
    const { registrationId } = await client.register(signUp);
    while ((await client.registration(registrationId))?.status !== 'active') await pause(LOOK_MS);
  });
  return took;
};

const folder = await mkdtemp(join(tmpdir(), 'first-'));
try {
  const [synthesis] = await timed(() => synthesize(join(folder, 'cdk.out')));
  say('cdk synth', synthesis);
  const local = join(folder, '.local');
  const [first, fresh] = await timed(() => npmStart(local));
  say('npm start until ready, the first time', first, first / synthesis);
  await fresh.end('SIGTERM');
  const [again, run] = await timed(() => npmStart(local));
  say('npm start until ready, unchanged', again, again / synthesis);
  const client = productClient(run.outputs);
  say('the first tenant active', await onboard(client, 0));
  const [called] = await timed(async () => {
    const token = await client.firstSignIn('Tenant 0', 'a0@first.example');
    const { status } = await client.app(token, 'GET products');
    if (status !== 200) throw new Error(`the first call was answered ${status}`);
  });
  say("and its admin's first sign-in and call", called);
  const times: number[] = [];
  for (let n = 1; n <= TENANTS; n += 1) {
    await pause(BETWEEN_MS);
    times.push(await onboard(client, n));
  }
  say(`a pool tenant active, p50 of ${TENANTS}`, median(times));
  await run.end('SIGTERM');
} finally {
  await rm(folder, { recursive: true, force: true });
}
