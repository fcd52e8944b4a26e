import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { virtualClock } from '../../../support/virtualClock.ts';
import { lambdaEngine } from './lambdaEngine.ts';
import { met, WHO } from './meeting.ts';

type Engine = Awaited<ReturnType<typeof lambdaEngine>>;

const Served = z.object({ environment: z.string() });

let engine: Engine;

afterEach(() => engine.destroy());

describe('EnvironmentPool', () => {
  it('serves one invocation after the other in the same environment', async () => {
    engine = await lambdaEngine();
    await engine.create('who', WHO);

    await engine.invoke('who');
    const { value } = await engine.invoke('who');

    expect(value).toMatchObject({ served: 2 });
  });

  it('starts further environments while all are busy, but none for who waits only for a moment', async () => {
    const { clock, advance } = virtualClock();
    engine = await lambdaEngine({ clock });
    await engine.create('who', WHO, { Timeout: 30 });
    const folder = join(engine.directory, 'meeting');
    const answers = [];
    for (let busy = 1; busy <= 4; busy += 1) {
      answers.push(engine.invoke('who', { meet: 5, folder }));
      await advance(25);
      await met(folder, busy);
    }

    for (let more = 0; more < 8; more += 1) answers.push(engine.invoke('who'));
    await advance(24);
    await writeFile(join(folder, 'other'), '');

    const served = (await Promise.all(answers)).map(({ value }) => Served.parse(value).environment);
    expect(new Set(served).size).toBe(4);
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

  it('keeps 32 environments warm at most, and ends the one that has been idle longest', async () => {
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
