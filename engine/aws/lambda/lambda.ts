import type { ServiceFactory } from '../../endpoint/serviceFactory.ts';
import { Turns } from '../../kernel/turns.ts';
import { type NewEnvironment, WorkerEnvironment } from './environment.ts';
import { EnvironmentPool } from './environmentPool.ts';
import { concurrencyOperations } from './functions/concurrencyOperations.ts';
import { deleteFunction } from './functions/deleteFunction.ts';
import { functionOperations } from './functions/functionOperations.ts';
import { functionStore } from './functions/functionStore.ts';
import { permissionOperations } from './functions/permissionOperations.ts';
import { invocationRunner } from './invocation.ts';
import { invoke } from './invoke.ts';
import { lambdaAccess } from './lambdaAccess.ts';
import { eventInvokeConfigOperations } from './queue/eventInvokeConfig.ts';
import { EventQueue } from './queue/eventQueue.ts';
import { eventStep } from './queue/eventStep.ts';
import { routes } from './routes.ts';
import { QueuePollers } from './sources/queuePollers.ts';
import { sourceOperations } from './sources/sourceOperations.ts';

/** Lambda whose functions run in these environments. */
export const lambdaWith =
  (newEnvironment: NewEnvironment): ServiceFactory =>
  (engine) => {
    const functions = functionStore(engine);
    const turns = new Turns();
    const pool = new EnvironmentPool(engine, functions.get, newEnvironment);
    const run = invocationRunner(pool);
    const queue = new EventQueue(engine, eventStep(engine, { functions, run }));
    const pollers = new QueuePollers({ engine, functions, run });
    const parts = { engine, functions, turns, changed: (name: string) => pool.retire(name) };
    return {
      signingName: 'lambda',
      protocol: { kind: 'rest-json', routes },
      operations: {
        ...functionOperations(parts),
        ...permissionOperations(engine, parts),
        ...eventInvokeConfigOperations(engine, functions),
        ...concurrencyOperations(engine, parts),
        ...sourceOperations({ engine, functions, turns, pollers }),
        DeleteFunction: deleteFunction(parts),
        Invoke: invoke(engine, { functions, run, queue }),
      },
      access: lambdaAccess(engine),
      async start() {
        await queue.start();
        await pollers.start();
      },
      async stop() {
        await Promise.all([pollers.stop(), queue.stop(), pool.stop()]);
      },
    };
  };

/** Lambda: Node.js functions, each environment a worker thread of the engine's process. */
export const lambda = lambdaWith((engine, name) => new WorkerEnvironment(engine, name));
