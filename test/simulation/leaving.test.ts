import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { leavingMutants } from '../../simulation/mutants/leavingMutants.ts';
import type { Result, Task } from '../../simulation/task.ts';
import { Workers } from '../../simulation/workers.ts';
import { assemblyFolder } from '../support/assembly.ts';

const SEEDS: readonly Task[] = Array.from({ length: 8 }, (_, seed) => ({
  seed: seed + 1,
  leaving: true,
}));

const resultsOf = async (workers: Workers): Promise<Result[]> => {
  const results: Result[] = [];
  await workers.run(SEEDS, (_task, result) => results.push(result) > 0);
  return results;
};

describe('simulation of tenants that leave', () => {
  let workers: Workers;

  beforeAll(async () => {
    workers = await Workers.start({ assembly: assemblyFolder() });
  });
  afterAll(() => workers.stop());

  it('leaves nothing of them, and takes nothing from the others, whatever goes wrong', async () => {
    const results = await resultsOf(workers);

    expect(results.flatMap(({ violations }) => violations)).toEqual([]);
    expect(results.some(({ struck }) => struck.length > 0)).toBe(true);
    expect(results.some(({ active }) => active > 0)).toBe(true);
  });
});

describe('simulation of an offboarding that keeps the name', () => {
  const mutant = leavingMutants.find(({ name }) => name.includes('the name is not given back'));
  let workers: Workers;

  beforeAll(async () => {
    workers = await Workers.start({ assembly: assemblyFolder(), ...mutant });
  });
  afterAll(() => workers.stop());

  it('sees that the tenant has left, and holds its name', async () => {
    const results = await resultsOf(workers);

    expect(mutant).toBeDefined();
    expect(results.flatMap(({ violations }) => violations).join()).toContain(
      'has left, and holds name#',
    );
  });
});
