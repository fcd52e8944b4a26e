import type { ServiceFactory } from '../../endpoint/serviceFactory.ts';
import { executionOperations } from './executionOperations.ts';
import { Executions } from './executions.ts';
import { historyOperations } from './historyOperations.ts';
import { machineOperations } from './machineOperations.ts';
import { MachineStore } from './machineStore.ts';
import { statesAccess } from './statesAccess.ts';
import { tagOperations } from './tagOperations.ts';

/** Step Functions: Standard state machines in JSONata, durable at every transition. */
export const states: ServiceFactory = (engine) => {
  const machines = new MachineStore(engine.store);
  const executions = new Executions(engine, machines);
  return {
    signingName: 'states',
    protocol: { kind: 'json' },
    operations: {
      ...machineOperations(engine, machines),
      ...tagOperations(machines),
      ...executionOperations({ engine, machines, executions }),
      ...historyOperations(executions),
    },
    access: statesAccess(engine, machines),
    start: () => executions.start(),
    stop: () => executions.stop(),
  };
};
