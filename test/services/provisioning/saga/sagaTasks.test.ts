import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { failureTask, stepTask } from '../../../../services/provisioning/saga/sagaTasks.ts';

const taskInput = z.object({ tenantId: z.string() });
const aStep = { name: 'Greet', run: 'toys/greet', environment: z.object() };

describe('stepTask', () => {
  it('answers the result that its step declares', async () => {
    const step = { ...aStep, result: z.object({ id: z.string() }) };

    const run = stepTask({ taskInput, steps: [step] }, step, async ({ tenantId }) => ({
      id: `of ${tenantId}`,
    }));

    await expect(run({ tenantId: 't1' })).resolves.toEqual({ id: 'of t1' });
  });

  it('fails itself when it answers something else, and not a later step', async () => {
    const step = { ...aStep, result: z.object({ id: z.string().min(1) }) };

    const run = stepTask({ taskInput, steps: [step] }, step, async () => ({ id: '' }));

    await expect(run({ tenantId: 't1' })).rejects.toThrow('id');
  });

  it('refuses an input that breaks the saga’s schema', async () => {
    const run = stepTask({ taskInput, steps: [aStep] }, aStep, async () => ({}));

    await expect(run({})).rejects.toMatchObject({ name: 'PermanentError' });
  });
});

describe('failureTask', () => {
  const failureInput = z.object({
    failure: z.object({ step: z.string(), error: z.object({ Error: z.string() }) }),
    undone: z.array(z.string()),
    stuck: z.array(z.string()),
  });

  it.each([
    ['Broken', [], []],
    ['Broken', ['CreateIdentity'], [['StuckSagas', 1]]],
    ['Withdrawn', [], [['CustomersFailures', 1]]],
  ])(
    'announces a rollback for %s that is stuck with %j, and measures %j',
    async (name, stuck, measured) => {
      const measures: [string, number][] = [];
      const announced: string[][] = [];
      const measure = (metric: string, value: number) => void measures.push([metric, value]);
      const failure = { step: 'Greet', error: { Error: name } };
      const failed = { customers: ['Withdrawn'] };

      const run = failureTask({ failureInput, failed }, measure, async (input) => {
        announced.push(input.stuck);
      });
      await run({ failure, undone: [], stuck });

      expect(measures).toEqual(measured);
      expect(announced).toEqual([stuck]);
    },
  );
});
