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

describe('npm start', () => {
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'crash-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('loses nothing and makes nothing twice when it is killed amid 20 registrations', async () => {
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
    const { clients, pools, tables, keys } = await inventory(after);
    const { OnboardingStateMachineArn: stateMachineArn } = after.outputs;
    const { executions = [] } = await new SFNClient(after.sdk).send(
      new ListExecutionsCommand({ stateMachineArn }),
    );
    const exitCode = await second.end('SIGTERM');

    expect(accepted.length).toBeGreaterThanOrEqual(KILLED_AFTER);
    expect(settled.map(({ status }) => status)).toEqual(accepted.map(() => 'active'));
    for (const { tenantId, tier } of settled) {
      const own = (found: string[]) => found.filter((name) => name.includes(tenantId)).length;
      const silo = tier === 'platinum' ? 1 : 0;
      expect([own(clients), own(keys), own(pools), own(tables)]).toEqual([1, 1, silo, silo]);
    }
    expect(new Set(executions.map(({ name }) => name)).size).toBe(executions.length);
    expect(exitCode).toBe(0);
  }, 300_000);

  it('prints where to go next, and keeps its outputs to its owner', async () => {
    const run = await npmStart(directory);
    const { mode } = await stat(join(directory, 'outputs.json'));
    await run.end('SIGINT');

    expect(run.lines.join('\n')).toContain(
      `curl -sX POST ${run.outputs['ControlApiUrl']}registrations`,
    );
    expect(mode & 0o777).toBe(0o600);
  }, 120_000);
});
