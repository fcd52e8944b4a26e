import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { states } from '../../../../engine/aws/states/states.ts';
import { OnboardingInput } from '../../../../services/provisioning/onboarding/onboardingInput.ts';
import { onboardingSaga } from '../../../../services/provisioning/onboarding/onboardingSaga.ts';
import { sagaExecutions } from '../../../../services/provisioning/saga/sagaExecutions.ts';
import { inputOf } from '../../../../services/provisioning/saga/sagaView.ts';
import { aTenantRegistered, aUlid } from '../../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../../support/productEngine.ts';

describe('sagaExecutions', () => {
  let engine: ProductEngine;
  let stateMachineArn: string;
  beforeAll(async () => {
    engine = await productEngine([states]);
    const made = await engine.call('states', 'CreateStateMachine', {
      name: 'saga',
      roleArn: 'arn:aws:iam::000000000000:role/saga',
      definition: JSON.stringify({
        QueryLanguage: 'JSONata',
        StartAt: 'Done',
        States: { Done: { Type: 'Succeed' } },
      }),
    });
    stateMachineArn = String(made['stateMachineArn']);
  });
  afterAll(() => engine.destroy());

  const input = onboardingSaga.start.parse({
    ...aTenantRegistered().data,
    eventId: aUlid(1),
    deployment: 'pool',
    replay: 0,
  });

  it('starts an execution under the event’s id, with room for results', async () => {
    const client = new SFNClient();

    const started = await sagaExecutions(client, stateMachineArn).start(aUlid(1), input);

    expect(started).toBe(true);
    const executionArn = `${stateMachineArn.replace('stateMachine', 'execution')}:${aUlid(1)}`;
    const execution = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(JSON.parse(execution.input ?? '')).toEqual({ ...input, results: {} });
  });

  it('starts nothing under a name that was used before, and says so', async () => {
    const client = new SFNClient();
    const { start } = sagaExecutions<OnboardingInput>(client, stateMachineArn);
    await start(aUlid(2), input);

    const again = await start(aUlid(2), { ...input, tier: 'platinum' });

    expect(again).toBe(false);
    const { executions } = await client.send(new ListExecutionsCommand({ stateMachineArn }));
    expect(executions?.filter(({ name }) => name === aUlid(2))).toHaveLength(1);
  });

  it('throws when there is no such state machine', async () => {
    const starting = sagaExecutions(new SFNClient(), `${stateMachineArn}x`).start(aUlid(3), input);

    await expect(starting).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  });

  it('describes an execution that it started', async () => {
    const executions = sagaExecutions(new SFNClient(), stateMachineArn);
    await executions.start(aUlid(4), input);

    const execution = await executions.describe(aUlid(4));

    expect(execution).toMatchObject({ name: aUlid(4), startedAt: expect.any(Date) });
    expect(inputOf(onboardingSaga, { input: execution?.input ?? '' })).toEqual(
      OnboardingInput.parse(input),
    );
  });

  it('describes no execution that nobody started', async () => {
    const executions = sagaExecutions(new SFNClient(), stateMachineArn);

    expect(await executions.describe(aUlid(99))).toBeUndefined();
  });

  it('lists executions newest first, page by page', async () => {
    const executions = sagaExecutions(new SFNClient(), stateMachineArn);
    for (const n of [5, 6, 7]) await executions.start(aUlid(n), input);

    const first = await executions.list('ANY', { limit: 2, after: undefined });
    const second = await executions.list('ANY', { limit: 1, after: first?.next });

    const names = [first, second].flatMap((page) => page?.executions.map(({ name }) => name));
    expect(names).toEqual([7, 6, 5].map(aUlid));
  });

  it('lists the executions of one status', async () => {
    const executions = sagaExecutions(new SFNClient(), stateMachineArn);
    await executions.start(aUlid(8), input);

    const page = await executions.list('FAILED', { limit: 10, after: undefined });

    expect(page).toEqual({ executions: [], next: undefined });
  });

  it('finds no page after a token that no list gave', async () => {
    const executions = sagaExecutions(new SFNClient(), stateMachineArn);

    expect(await executions.list('ANY', { limit: 1, after: 'made up' })).toBeUndefined();
  });

  it('reads the whole history of an execution, page by page', async () => {
    const states = Object.fromEntries(
      Array.from({ length: 600 }, (_, n) => [`Pass${n}`, { Type: 'Pass', Next: `Pass${n + 1}` }]),
    );
    const made = await engine.call('states', 'CreateStateMachine', {
      name: 'long',
      roleArn: 'arn:aws:iam::000000000000:role/saga',
      definition: JSON.stringify({
        QueryLanguage: 'JSONata',
        StartAt: 'Pass0',
        States: { ...states, Pass600: { Type: 'Fail', Error: 'Broken', Cause: 'on purpose' } },
      }),
    });
    const executions = sagaExecutions(new SFNClient(), String(made['stateMachineArn']));
    await executions.start(aUlid(20), input);
    while ((await executions.describe(aUlid(20)))?.status === 'RUNNING');

    const history = await executions.history(aUlid(20));

    expect(history.map(({ id }) => id)).toEqual(Array.from({ length: 1_203 }, (_, n) => n + 1));
    expect(history[3]).toMatchObject({ type: 'PassStateEntered', state: 'Pass1', previousId: 3 });
    expect(history.at(-1)).toMatchObject({
      type: 'ExecutionFailed',
      error: { name: 'Broken', cause: 'on purpose' },
    });
  });
});
