import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type EngineOptions } from '../../engine/createEngine.ts';
import type { ServiceFactory } from '../../engine/endpoint/serviceFactory.ts';
import type { JsonObject } from '../../engine/kernel/json.ts';
import { unlimited } from './unlimited.ts';

/**
 * An engine on a free port and a folder of its own, with a shorthand for calls as account root. A test asks faster than
 * AWS lets an account ask: request rates are off where a test does not say otherwise. Quotas are not.
 */
export const testEngine = async (
  services: readonly ServiceFactory[],
  options: Partial<
    Pick<EngineOptions, 'clock' | 'directory' | 'limits' | 'onDecision' | 'store'>
  > = {},
) => {
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'engine-')));
  const running = await createEngine({
    ...unlimited,
    ...options,
    directory,
    port: 0,
    services,
    say: () => {},
  });
  const { accountId } = running.engine;
  return {
    ...running,
    directory,
    call: (service: string, operation: string, input: JsonObject = {}) =>
      running.engine.call({ service, operation, input, principal: { kind: 'root', accountId } }),
    async destroy() {
      await running.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
};
