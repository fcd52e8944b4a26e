import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deployAssembly } from '../../../engine/cloudformation/deployAssembly.ts';
import type { Engine } from '../../../engine/engine.ts';
import { awsServices } from '../../../engine/services.ts';
import { applicationTemplate } from '../../support/applicationTemplate.ts';
import { assemblyOf } from '../../support/assemblyOf.ts';
import { codeAsset } from '../../support/codeAsset.ts';
import { inventory } from '../../support/inventory.ts';
import { testEngine } from '../../support/testEngine.ts';

let code: Awaited<ReturnType<typeof codeAsset>>;

beforeAll(async () => {
  code = await codeAsset();
});

afterAll(() => code.remove());

const deploy = (engine: Engine) =>
  deployAssembly(engine, assemblyOf({ Acme: applicationTemplate }, { 'code.zip': code.directory }));

/** The same engine, but the power goes right after its n-th call has acted. */
const endingAfter = (engine: Engine, last: number) => {
  let made = 0;
  const callUncounted: Engine['call'] = async (request) => {
    const answer = await engine.callUncounted(request);
    made += 1;
    if (made === last) throw new Error('power cut');
    return answer;
  };
  return { engine: { ...engine, callUncounted }, made: () => made };
};

const on = async <T>(run: (engine: Awaited<ReturnType<typeof testEngine>>) => Promise<T>) => {
  const engine = await testEngine(awsServices);
  try {
    return await run(engine);
  } finally {
    await engine.destroy();
  }
};

describe('a deployment that a crash cuts short', () => {
  it('is completed by the next start, whichever call was the last', async () => {
    const [calls, whole] = await on(async (running) => {
      const counting = endingAfter(running.engine, Number.POSITIVE_INFINITY);
      await deploy(counting.engine);
      return [counting.made(), await inventory(running)];
    });

    for (let last = 1; last <= calls; last += 1) {
      const completed = await on(async (running) => {
        const cut = deploy(endingAfter(running.engine, last).engine);
        await expect(cut).rejects.toThrow('power cut');
        await deploy(running.engine);
        return inventory(running);
      });
      expect({ last, ...completed }).toEqual({ last, ...whole });
    }
  });
});
