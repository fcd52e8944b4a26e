import { afterEach, describe, expect, it } from '@jest/globals';
import { AwsError } from '../../../../engine/endpoint/errors.ts';
import type { ServiceFactory } from '../../../../engine/endpoint/serviceFactory.ts';
import type { Json } from '../../../../engine/kernel/json.ts';
import { openAccess } from '../../../support/openAccess.ts';
import { fakeLambda, invoking, returned, runMachine, threw } from './stateMachines.ts';

let current: Awaited<ReturnType<typeof runMachine>> | undefined;

const run: typeof runMachine = async (definition, options) => {
  current = await runMachine(definition, options);
  return current;
};

afterEach(async () => {
  await current?.machines.destroy();
  current = undefined;
});

describe('integrationFor', () => {
  it('acts as the role of the machine, in a session named after the execution', async () => {
    const seen: unknown[] = [];
    const lambda: ServiceFactory = () => ({
      signingName: 'lambda',
      protocol: { kind: 'json' },
      access: openAccess('lambda', ['Invoke']),
      operations: {
        async Invoke(_, { principal }) {
          seen.push(principal);
          return { StatusCode: 200, ...returned(null) };
        },
      },
    });

    await run({ StartAt: 'T', States: { T: invoking('f') } }, { services: [lambda] });

    expect(seen).toEqual([
      expect.objectContaining({ kind: 'role', roleName: 'machine', sessionName: 'run' }),
    ]);
  });

  it("names a function's error by its type and tells it by its payload", async () => {
    const lambda = fakeLambda({ f: () => threw('NoRoom', 'the hotel is full') });

    const { error, cause } = await run(
      { StartAt: 'T', States: { T: invoking('f') } },
      { services: [lambda] },
    );

    expect(error).toBe('NoRoom');
    expect(JSON.parse(cause ?? '')).toEqual({
      errorType: 'NoRoom',
      errorMessage: 'the hotel is full',
      trace: [],
    });
  });

  it.each([
    [
      'Lambda.TooManyRequestsException',
      new AwsError('TooManyRequestsException', 'Rate', { status: 429 }),
    ],
    ['Lambda.ServiceException', new AwsError('InternalFailure', 'oh', { status: 500 })],
    ['Lambda.ResourceNotFoundException', new AwsError('ResourceNotFoundException', 'no f')],
    ['Lambda.AWSLambdaException', new AwsError('AccessDeniedException', 'no', { status: 403 })],
  ])("reports Lambda's own error as %s", async (name, thrown) => {
    const lambda = fakeLambda({
      f: () => {
        throw thrown;
      },
    });

    const { error } = await run(
      { StartAt: 'T', States: { T: invoking('f') } },
      { services: [lambda] },
    );

    expect(error).toBe(name);
  });

  it('calls a crash without an error type Lambda.Unknown', async () => {
    const lambda = fakeLambda({
      f: () => ({ FunctionError: 'Unhandled', Payload: '{"errorMessage":"exited"}' }),
    });

    const { error, cause } = await run(
      { StartAt: 'T', States: { T: invoking('f') } },
      { services: [lambda] },
    );

    expect(error).toBe('Lambda.Unknown');
    expect(cause).toContain('Returned payload: {"errorMessage":"exited"}');
  });

  it('publishes events with the ARNs of the machine and the execution', async () => {
    const entries: Json[] = [];
    const events: ServiceFactory = () => ({
      signingName: 'events',
      protocol: { kind: 'json' },
      access: openAccess('events', ['PutEvents']),
      operations: {
        async PutEvents(input) {
          entries.push(input['Entries'] ?? null);
          return { FailedEntryCount: 0, Entries: [{ EventId: 'e1' }] };
        },
      },
    });
    const entry = { Source: 's', DetailType: 't', Detail: { id: '{% $states.input.id %}' } };
    const Publish = {
      Type: 'Task',
      Resource: 'arn:aws:states:::events:putEvents',
      Arguments: { Entries: [entry] },
      End: true,
    };

    const { output, arn } = await run(
      { StartAt: 'P', States: { P: Publish } },
      { input: { id: 7 }, services: [events] },
    );

    expect(output).toEqual({ FailedEntryCount: 0, Entries: [{ EventId: 'e1' }] });
    expect(entries).toEqual([
      [
        {
          Source: 's',
          DetailType: 't',
          Detail: '{"id":7}',
          Resources: ['arn:aws:states:us-east-1:000000000000:stateMachine:machine', arn],
        },
      ],
    ]);
  });

  it('fails the task when the bus refuses an entry', async () => {
    const events: ServiceFactory = () => ({
      signingName: 'events',
      protocol: { kind: 'json' },
      access: openAccess('events', ['PutEvents']),
      operations: {
        PutEvents: async () => ({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'Bad' }] }),
      },
    });
    const Publish = {
      Type: 'Task',
      Resource: 'arn:aws:states:::events:putEvents',
      Arguments: { Entries: [{ Source: 's' }] },
      End: true,
    };

    const { error, cause } = await run(
      { StartAt: 'P', States: { P: Publish } },
      { services: [events] },
    );

    expect(error).toBe('EventBridge.FailedEntry');
    expect(cause).toBe('{"FailedEntryCount":1,"Entries":[{"ErrorCode":"Bad"}]}');
  });

  it('calls any operation of the engine as an SDK integration, its members capitalized', async () => {
    const { output } = await run({
      StartAt: 'D',
      States: {
        D: {
          Type: 'Task',
          Resource: 'arn:aws:states:::aws-sdk:sfn:describeExecution',
          Arguments: { ExecutionArn: '{% $states.context.Execution.Id %}' },
          Output: '{% [$states.result.Status, $type($states.result.StartDate)] %}',
          End: true,
        },
      },
    });

    expect(output).toEqual(['RUNNING', 'string']);
  });

  it('names the error of an SDK integration after its client', async () => {
    const { error } = await run({
      StartAt: 'D',
      States: {
        D: {
          Type: 'Task',
          Resource: 'arn:aws:states:::aws-sdk:sfn:describeStateMachine',
          Arguments: { StateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:no' },
          End: true,
        },
      },
    });

    expect(error).toBe('Sfn.StateMachineDoesNotExistException');
  });
});
