import type { Engine } from '../engine.ts';
import { physicalName } from './physicalName.ts';
import type { ResourceContext } from './provider.ts';

/** The context in which one resource of one stack is made. */
export const resourceContext = (
  { engine, owned }: { engine: Engine; owned: ReadonlySet<string> },
  stack: string,
  logicalId: string,
): ResourceContext => ({
  owned,
  stack,
  logicalId,
  accountId: engine.accountId,
  region: engine.region,
  call: (service, operation, input) =>
    engine.callUncounted({
      service,
      operation,
      input,
      principal: { kind: 'root', accountId: engine.accountId },
    }),
  name: (maxLength) => physicalName(stack, logicalId, maxLength),
});
