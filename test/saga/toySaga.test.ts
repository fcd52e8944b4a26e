import { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { states } from '../../engine/aws/states/states.ts';
import type { JsonObject } from '../../engine/kernel/json.ts';
import { stages } from '../../infra/config.ts';
import { SagaAlarms } from '../../infra/constructs/operations/sagaAlarms.ts';
import { Saga, type TaskFunction } from '../../infra/constructs/saga/saga.ts';
import { replaySaga } from '../../services/provisioning/operators/replaySaga.ts';
import { getSaga } from '../../services/provisioning/operators/sagas.ts';
import { sagaExecutions } from '../../services/provisioning/saga/sagaExecutions.ts';
import { fakeLambda, ROLE, returned, threw } from '../engine/aws/states/stateMachines.ts';
import { almightyRole } from '../support/almightyRole.ts';
import { aTenantId, aUlid } from '../support/builders.ts';
import { definitionText, functionNamed } from '../support/definitionOf.ts';
import { trustingSts } from '../support/openAccess.ts';
import { type ProductEngine, productEngine } from '../support/productEngine.ts';
import { resourcesIn } from '../support/resources.ts';
import { toySaga } from '../support/toySaga.ts';
import { until } from '../support/until.ts';

const config = stages.dev;

/** The template of a stack with the toy and its alarms. */
const synthesized = (): JsonObject => {
  const app = new App();
  const stack = new Stack(app, 'Toy');
  const taskOf = (task: string): TaskFunction => ({
    function: LambdaFunction.fromFunctionArn(stack, task, functionNamed(task)),
    timeoutSeconds: 15,
  });
  const saga = new Saga(stack, 'Dinner', {
    config,
    name: 'dinner-dev',
    saga: toySaga,
    functions: {
      ReserveTable: taskOf('ReserveTable'),
      FreeTable: taskOf('FreeTable'),
      HireCook: taskOf('HireCook'),
      DismissCook: taskOf('DismissCook'),
      BuyFood: taskOf('BuyFood'),
      ReturnFood: taskOf('ReturnFood'),
      SendInvitation: taskOf('SendInvitation'),
      SendApology: taskOf('SendApology'),
    },
  });
  const topic = new Topic(stack, 'Topic');
  new SagaAlarms(stack, 'Alarms', { name: toySaga.name, metrics: saga.metrics, topic });
  return app.synth().getStackByName('Toy').template;
};

describe('a second saga, by its table alone', () => {
  let template: JsonObject;
  beforeAll(() => {
    template = synthesized();
  });

  it('has a state machine with a state for each task, and logs under its own name', () => {
    const [machine, ...others] = resourcesIn(template, 'AWS::StepFunctions::StateMachine');
    const definition = JSON.parse(definitionText(machine?.Properties ?? {}));

    expect(others).toEqual([]);
    expect(Object.keys(definition.States)).toEqual([
      'Begin',
      'AwaitStart',
      'ReserveTable',
      'HireCookIfNeeded',
      'HireCook',
      'BuyFood',
      'SendInvitation',
      'Failed',
      'ReturnFood',
      'DismissCookIfNeeded',
      'DismissCook',
      'FreeTable',
      'Undone',
      'StartOver',
      'SendApology',
      'RolledBack',
    ]);
    const logs = resourcesIn(template, 'AWS::Logs::LogGroup').map(
      ({ Properties }) => Properties['LogGroupName'],
    );
    expect(logs).toContain('/aws/vendedlogs/states/dev-dinner');
  });

  it('has alarms of its own, which say which saga they are of', () => {
    const alarms = resourcesIn(template, 'AWS::CloudWatch::Alarm');

    const described = alarms.map(({ Properties }) => String(Properties['AlarmDescription']));
    expect(described).toHaveLength(5);
    for (const text of described) expect(text).toMatch(/^A run of the saga "dinner" /);
  });

  it('is watched for runs that go on for too long', () => {
    const rates = resourcesIn(template, 'AWS::Events::Rule').map(
      ({ Properties }) => Properties['ScheduleExpression'],
    );

    expect(rates).toEqual(['rate(5 minutes)']);
  });
});

describe('a second saga, as operators see it', () => {
  const input = { eventId: aUlid(1), tenantId: aTenantId(1), guests: 'many' };
  let engine: ProductEngine;
  let ports: Parameters<typeof replaySaga<typeof input>>[0];
  let isShut = true;

  beforeAll(async () => {
    const stub = (task: string) => () =>
      task === 'BuyFood' && isShut
        ? threw('ShopShut', 'come back later')
        : returned({ table: '7' });
    const [machine] = resourcesIn(synthesized(), 'AWS::StepFunctions::StateMachine');
    const definition = definitionText(machine?.Properties ?? {});
    const tasks = [...definition.matchAll(/"FunctionName":"([^"]+)"/g)].map(([, arn]) => arn ?? '');
    const stubs = tasks.map((arn) => [arn, stub(arn.split(':').at(-1) ?? '')]);
    engine = await productEngine([states, trustingSts, fakeLambda(Object.fromEntries(stubs))]);
    await almightyRole(engine.engine.store, ROLE);
    const { stateMachineArn } = await engine.call('states', 'CreateStateMachine', {
      name: 'dinner',
      roleArn: ROLE,
      definition,
    });
    ports = {
      saga: toySaga,
      ...sagaExecutions<typeof input>(new SFNClient(), String(stateMachineArn)),
      whySettled: async (_, { status }) => (status === 'SUCCEEDED' ? 'it is served' : undefined),
      heldByOthers: async () => [],
    };
    await ports.start(input.eventId, { ...input, replay: 0 });
  });
  afterAll(() => engine.destroy());

  const shown = async (executionName: string) => {
    const ended = async () => (await ports.describe(executionName))?.status !== 'RUNNING';
    await until(ended, () => `the end of ${executionName}`);
    return getSaga(ports)({ params: { executionName } });
  };

  it('shows each step, what failed and what was undone', async () => {
    const { status, body } = await shown(input.eventId);

    expect(status).toBe(200);
    expect(body).toMatchObject({
      tenantId: input.tenantId,
      status: 'failed',
      failedStep: 'BuyFood',
      undone: ['BuyFood', 'HireCook', 'ReserveTable'],
      stuck: [],
      error: { name: 'ShopShut', message: 'come back later' },
    });
  });

  it('is replayed, and made', async () => {
    isShut = false;
    const request = { params: { executionName: input.eventId } };

    const replayed = await replaySaga(ports)(request);
    const executionName = `${input.eventId}-r1`;
    expect(replayed).toMatchObject({ status: 202, body: { executionName } });
    const { body } = await shown(executionName);

    expect(body).toMatchObject({ status: 'succeeded', replayOf: input.eventId });
  });

  it('is not replayed once its own rules say that it is settled', async () => {
    const answer = await replaySaga(ports)({ params: { executionName: input.eventId } });

    expect(answer).toMatchObject({ status: 409, body: { message: 'it is served' } });
  });
});
