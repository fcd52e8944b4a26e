import { z } from 'zod';
import { states } from '../../../../engine/aws/states/states.ts';
import type { ServiceFactory } from '../../../../engine/endpoint/serviceFactory.ts';
import type { Clock } from '../../../../engine/kernel/clock.ts';
import type { Json, JsonObject } from '../../../../engine/kernel/json.ts';
import { memoryStore } from '../../../../engine/kernel/memoryStore.ts';
import { almightyRole } from '../../../support/almightyRole.ts';
import { openAccess, trustingSts } from '../../../support/openAccess.ts';
import { testEngine } from '../../../support/testEngine.ts';

/** What a fake function answers; a thrown AwsError is Lambda's own. */
type Handler = (payload: Json, input: JsonObject) => Promise<JsonObject> | JsonObject;

export const ROLE = 'arn:aws:iam::000000000000:role/machine';
const ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:machine';

/** A Lambda that runs functions of the test by name. */
export const fakeLambda =
  (handlers: Record<string, Handler>): ServiceFactory =>
  () => ({
    signingName: 'lambda',
    protocol: { kind: 'json' },
    access: openAccess('lambda', ['Invoke']),
    operations: {
      async Invoke(input) {
        const handler = handlers[String(input['FunctionName'])];
        if (!handler) throw new Error(`no function ${String(input['FunctionName'])}`);
        const payload = z.json().parse(JSON.parse(String(input['Payload'] ?? 'null')));
        return { StatusCode: 200, ...(await handler(payload, input)) };
      },
    },
  });

/** What Lambda answers for a function that returned a value. */
export const returned = (value: Json): JsonObject => ({ Payload: JSON.stringify(value) });

/** What Lambda answers for a function that threw. */
export const threw = (errorType: string, errorMessage: string): JsonObject => ({
  FunctionError: 'Unhandled',
  Payload: JSON.stringify({ errorType, errorMessage, trace: [] }),
});

const Described = z.looseObject({
  status: z.string(),
  output: z.string().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
});

const Event = z.looseObject({ id: z.number(), previousEventId: z.number(), type: z.string() });

const turn = () => new Promise((resolve) => setImmediate(resolve));

type Options = {
  services?: readonly ServiceFactory[];
  clock?: Clock;
  directory?: string;
};

/** An engine with Step Functions, and shorthands for one machine named `machine`. */
export const stateMachines = async (options: Options = {}) => {
  const { services = [], ...rest } = options;
  // Only who names a folder has another engine go on from what is stored.
  const kept = rest.directory === undefined ? { store: memoryStore() } : {};
  const engine = await testEngine([states, trustingSts, ...services], { ...kept, ...rest });
  await almightyRole(engine.engine.store, ROLE);
  await engine.start();

  const describe = async (executionArn: string) =>
    Described.parse(await engine.call('states', 'DescribeExecution', { executionArn }));

  const history = async (executionArn: string) => {
    const answer = await engine.call('states', 'GetExecutionHistory', {
      executionArn,
      maxResults: 1_000,
    });
    return z.array(Event).parse(answer['events']);
  };

  return {
    ...engine,
    describe,
    history,
    create: (definition: JsonObject) =>
      engine.call('states', 'CreateStateMachine', {
        name: 'machine',
        roleArn: ROLE,
        definition: JSON.stringify({ QueryLanguage: 'JSONata', ...definition }),
      }),
    async begin(input: Json = {}, name = 'run') {
      const answer = await engine.call('states', 'StartExecution', {
        stateMachineArn: ARN,
        name,
        input: JSON.stringify(input),
      });
      return String(answer['executionArn']);
    },
    /** Waits, without the clock moving, until the execution has left the events asked for. */
    async reached(executionArn: string, type: string, times = 1) {
      for (;;) {
        const found = (await history(executionArn)).filter((event) => event.type === type);
        if (found.length >= times) return;
        await turn();
      }
    },
    async ended(executionArn: string) {
      for (;;) {
        const { status, output, error, cause } = await describe(executionArn);
        if (status !== 'RUNNING') {
          return { status, error, cause, output: output && JSON.parse(output) };
        }
        await turn();
      }
    },
    types: async (executionArn: string) => (await history(executionArn)).map(({ type }) => type),
  };
};

/** A Task that invokes a fake function with its own input. */
export const invoking = (name: string, more: JsonObject = {}): JsonObject => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: name, Payload: '{% $states.input %}' },
  End: true,
  ...more,
});

/** Runs a machine to its end on an engine of its own, which the caller destroys. */
export const runMachine = async (
  definition: JsonObject,
  options: { input?: Json; services?: readonly ServiceFactory[] } = {},
) => {
  const machines = await stateMachines({ services: options.services ?? [] });
  await machines.create(definition);
  const arn = await machines.begin(options.input ?? {});
  return { arn, machines, ...(await machines.ended(arn)) };
};
