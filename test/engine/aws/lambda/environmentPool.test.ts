import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { virtualClock } from '../../../support/virtualClock.ts';
import { lambdaEngine } from './lambdaEngine.ts';

type Engine = Awaited<ReturnType<typeof lambdaEngine>>;

/**
 * Tells which environment served, and how often it has. With `meet` it stays busy until as many
 * environments have come to a folder as there are to meet.
 */
const WHO = `import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
const environment = randomUUID();
let served = 0;
export const handler = async ({ meet, folder }, context) => {
  if (meet) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(folder + '/' + environment, '');
    while (readdirSync(folder).length < meet) await setImmediate();
  }
  served += 1;
  return { environment, served, tenantId: context.tenantId ?? null };
};`;

const Served = z.object({ environment: z.string() });

let engine: Engine;

afterEach(() => engine.destroy());

/** Lets real time pass until so many environments have come to the folder. */
const met = async (folder: string, count: number): Promise<void> => {
  while (!existsSync(folder) || readdirSync(folder).length < count) await setImmediate();
};

describe('EnvironmentPool', () => {
  it('serves one invocation after the other in the same environment', async () => {
    engine = await lambdaEngine();
    await engine.create('who', WHO);

    await engine.invoke('who');
    const { value } = await engine.invoke('who');

    expect(value).toMatchObject({ served: 2 });
  });

  it('starts further environments while all are busy, four at most', async () => {
    engine = await lambdaEngine();
    await engine.create('who', WHO, { Timeout: 30 });
    const event = { meet: 4, folder: join(engine.directory, 'meeting') };

    const answers = await Promise.all(
      Array.from({ length: 12 }, () => engine.invoke('who', event)),
    );

    const used = answers.map(({ value }) => Served.parse(value).environment);
    expect(new Set(used).size).toBe(4);
  });

  it('gives no tenant the environment of another', async () => {
    engine = await lambdaEngine();
    await engine.create('who', WHO, { TenancyConfig: { TenantIsolationMode: 'PER_TENANT' } });

    const one = await engine.invoke('who', {}, { TenantId: 'tenant1' });
    const other = await engine.invoke('who', {}, { TenantId: 'tenant10' });
    const again = await engine.invoke('who', {}, { TenantId: 'tenant1' });

    expect(one.value).toMatchObject({ served: 1, tenantId: 'tenant1' });
    expect(other.value).toMatchObject({ served: 1, tenantId: 'tenant10' });
    expect(again.value).toMatchObject({ served: 2, tenantId: 'tenant1' });
  });

  it.each([undefined, '', 'a*b'])(
    'refuses %p as the tenant of an isolated function',
    async (TenantId) => {
      engine = await lambdaEngine();
      await engine.create('who', WHO, { TenancyConfig: { TenantIsolationMode: 'PER_TENANT' } });

      await expect(engine.invoke('who', {}, { TenantId })).rejects.toMatchObject({
        code: 'InvalidParameterValueException',
        message:
          'The invoked function is enabled with tenancy configuration. Add a valid tenant ID in your request and try again.',
      });
    },
  );

  it('holds 32 environments at most, and ends the one that has been idle longest', async () => {
    engine = await lambdaEngine();
    await engine.create('who', WHO, { TenancyConfig: { TenantIsolationMode: 'PER_TENANT' } });
    const serve = (tenant: number) => engine.invoke('who', {}, { TenantId: `t${tenant}` });
    for (let tenant = 0; tenant < 33; tenant += 1) await serve(tenant);

    const kept = await serve(1);
    const ended = await serve(0);

    expect(kept.value).toMatchObject({ served: 2 });
    expect(ended.value).toMatchObject({ served: 1 });
  });

  it('loads changed code and settings for the next invocation', async () => {
    engine = await lambdaEngine();
    await engine.create('changing', 'export const handler = async () => 1;');
    await engine.invoke('changing');
    const LocalDirectory = await engine.code(
      'export const handler = async () => process.env.STAGE;',
    );

    await engine.call('UpdateFunctionCode', { FunctionName: 'changing', LocalDirectory });
    const changed = await engine.invoke('changing');
    await engine.call('UpdateFunctionConfiguration', {
      FunctionName: 'changing',
      Environment: { Variables: { STAGE: 'test' } },
    });
    const configured = await engine.invoke('changing');

    expect([changed.value, configured.value]).toEqual([null, 'test']);
  });

  it('stops a function that runs longer than its timeout', async () => {
    const { clock, advance } = virtualClock();
    engine = await lambdaEngine({ clock });
    await engine.create('who', WHO, { Timeout: 7 });
    await engine.invoke('who');

    const folder = join(engine.directory, 'meeting');
    const hanging = engine.invoke('who', { meet: 2, folder });
    await met(folder, 1);
    await advance(6_999);
    await advance(1);

    expect(await hanging).toMatchObject({
      FunctionError: 'Unhandled',
      value: {
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringMatching(
          /^RequestId: [0-9a-f-]{36} Error: Task timed out after 7\.00 seconds$/,
        ),
      },
    });
    expect((await engine.invoke('who')).value).toMatchObject({ served: 1 });
  });

  it('ends what has been idle for five minutes', async () => {
    const { clock, advance } = virtualClock();
    engine = await lambdaEngine({ clock });
    await engine.create('who', WHO);
    await engine.invoke('who');

    await advance(299_999);
    const kept = await engine.invoke('who');
    await advance(300_000);
    const anew = await engine.invoke('who');

    expect([kept.value, anew.value]).toMatchObject([{ served: 2 }, { served: 1 }]);
  });

  it('replaces an environment before its keys expire', async () => {
    const { clock, advance } = virtualClock();
    engine = await lambdaEngine({ clock });
    await engine.create('who', WHO, { Timeout: 60 });
    await engine.invoke('who');
    for (let minute = 0; minute < 57; minute += 3) {
      await advance(180_000);
      await engine.invoke('who');
    }

    await advance(120_000);
    const anew = await engine.invoke('who');

    expect(anew.value).toMatchObject({ served: 1 });
    expect(engine.asked).toHaveLength(2);
  });

  it('throttles past the reserved concurrency', async () => {
    engine = await lambdaEngine();
    await engine.create('who', WHO, { Timeout: 30, ReservedConcurrentExecutions: 1 });

    const folder = join(engine.directory, 'meeting');
    const first = engine.invoke('who', { meet: 2, folder });
    await met(folder, 1);

    await expect(engine.invoke('who')).rejects.toMatchObject({
      code: 'TooManyRequestsException',
      status: 429,
      fields: { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
    });
    await writeFile(join(folder, 'other'), '');
    expect((await first).value).toMatchObject({ served: 1 });
    expect((await engine.invoke('who')).value).toMatchObject({ served: 2 });
  });

  it('refuses a function whose role nobody may assume', async () => {
    engine = await lambdaEngine();
    await engine.create('who', WHO);
    engine.engine.faults.add({
      service: 'sts',
      operation: 'AssumeRole',
      error: 'AccessDenied',
      when: 'before',
      times: 1,
    });

    await expect(engine.invoke('who')).rejects.toMatchObject({
      code: 'AccessDeniedException',
      status: 403,
    });
    expect((await engine.invoke('who')).value).toMatchObject({ served: 1 });
  });

  it('answers those who wait when the engine stops', async () => {
    engine = await lambdaEngine();
    await engine.create('who', WHO, { Timeout: 900 });
    await engine.invoke('who');
    const folder = join(engine.directory, 'meeting');
    const hanging = expect(engine.invoke('who', { meet: 2, folder })).rejects.toMatchObject({
      code: 'ServiceException',
    });
    await met(folder, 1);

    await engine.close();

    await hanging;
  });
});
