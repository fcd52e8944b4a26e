import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inventory } from '../support/leftovers.ts';
import { npmStart } from '../support/npmStart.ts';
import { productClient } from '../support/productClient.ts';

const REGISTRATIONS = 20;
/** Killed when so many have been answered: some are still on their way in, none is finished. */
const KILLED_AFTER = 10;

const signUp = (index: number) => ({
  tenantName: `Tenant ${index}`,
  adminEmail: `admin-${index}@tenants.example`,
  tier: index % 5 === 0 ? 'platinum' : 'basic',
});

/** The product is killed while people register, and started again. */
const killedAndStarted = async (directory: string) => {
  const first = await npmStart(directory);
  const before = productClient(first.outputs);
  const accepted: string[] = [];
  const attempts = Array.from({ length: REGISTRATIONS }, async (_, index) => {
    const { registrationId } = await before.register(signUp(index));
    accepted.push(registrationId);
    if (accepted.length === KILLED_AFTER) await first.end('SIGKILL');
  });
  await Promise.allSettled(attempts);

  const second = await npmStart(directory);
  const after = productClient(second.outputs);
  const settled = await Promise.all(accepted.map(after.settled));
  const { OnboardingStateMachineArn: stateMachineArn } = after.outputs;
  const { executions = [] } = await new SFNClient(after.sdk).send(
    new ListExecutionsCommand({ stateMachineArn }),
  );
  return {
    accepted,
    settled,
    executions,
    inventory: await inventory(after),
    mode: (await stat(join(directory, 'outputs.json'))).mode,
    run: second,
    exitCode: await second.end('SIGTERM'),
  };
};

describe('npm start', () => {
  let directory: string;
  let ended: Awaited<ReturnType<typeof killedAndStarted>>;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'crash-'));
    ended = await killedAndStarted(directory);
  }, 300_000);
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('loses nothing and makes nothing twice when it is killed amid 20 registrations', () => {
    const { accepted, settled, executions } = ended;
    const { clients, pools, tables, keys } = ended.inventory;

    expect(accepted.length).toBeGreaterThanOrEqual(KILLED_AFTER);
    expect(settled.map(({ status }) => status)).toEqual(accepted.map(() => 'active'));
    for (const { tenantId, tier } of settled) {
      const own = (found: string[]) => found.filter((name) => name.includes(tenantId)).length;
      const silo = tier === 'platinum' ? 1 : 0;
      expect([own(clients), own(keys), own(pools), own(tables)]).toEqual([1, 1, silo, silo]);
    }
    expect(new Set(executions.map(({ name }) => name)).size).toBe(executions.length);
    expect(ended.exitCode).toBe(0);
  });

  it('prints where to go next, and keeps its outputs to its owner', () => {
    const { lines, outputs } = ended.run;

    expect(lines.join('\n')).toContain(`curl -sX POST ${outputs['ControlApiUrl']}registrations`);
    expect(ended.mode & 0o777).toBe(0o600);
  });
});
