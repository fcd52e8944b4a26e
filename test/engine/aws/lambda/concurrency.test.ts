import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { lambdaEngine } from './lambdaEngine.ts';
import { met, WHO } from './meeting.ts';

let engine: Awaited<ReturnType<typeof lambdaEngine>>;

afterEach(() => engine.destroy());

describe("Lambda's concurrency", () => {
  it('serves others while as many hang as may', async () => {
    engine = await lambdaEngine();
    await engine.create('who', WHO, { Timeout: 30 });
    const folder = join(engine.directory, 'meeting');
    const hanging = Array.from({ length: 5 }, () => engine.invoke('who', { meet: 6, folder }));
    await met(folder, 5);

    const other = await engine.invoke('who');

    expect(other.value).toMatchObject({ served: 1 });
    await writeFile(join(folder, 'other'), '');
    await Promise.all(hanging);
  });

  it('throttles past the concurrency of the account, over all functions', async () => {
    engine = await lambdaEngine({ limits: { quotas: { concurrentExecutions: 2 } } });
    await engine.create('who', WHO, { Timeout: 30 });
    await engine.create('another', WHO, { Timeout: 30 });
    const folder = join(engine.directory, 'meeting');
    const hanging = ['who', 'another'].map((name) => engine.invoke(name, { meet: 3, folder }));
    await met(folder, 2);

    await expect(engine.invoke('who')).rejects.toMatchObject({
      code: 'TooManyRequestsException',
      status: 429,
      fields: { Reason: 'ConcurrentInvocationLimitExceeded' },
    });
    await writeFile(join(folder, 'other'), '');
    await Promise.all(hanging);
    expect((await engine.invoke('who')).value).toMatchObject({ served: 2 });
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
});
