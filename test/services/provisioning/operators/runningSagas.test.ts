import { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { states } from '../../../../engine/aws/states/states.ts';
import { runningSagas } from '../../../../services/provisioning/operators/runningSagas.ts';
import { settableClock } from '../../../support/isolation/isolationClock.ts';
import { testEngine } from '../../../support/testEngine.ts';

const HOUR = 3_600_000;

describe('runningSagas', () => {
  const time = settableClock();
  let engine: Awaited<ReturnType<typeof testEngine>>;
  let client: SFNClient;
  beforeAll(async () => {
    time.stop();
    engine = await testEngine([states], { clock: time.clock });
    await engine.start();
    const { endpoint, region, credentials } = engine.engine;
    client = new SFNClient({ endpoint, region, credentials: credentials.root });
  });
  afterAll(() => engine.destroy());

  const machine = async (name: string): Promise<string> => {
    const made = await engine.call('states', 'CreateStateMachine', {
      name,
      roleArn: 'arn:aws:iam::000000000000:role/saga',
      definition: JSON.stringify({
        QueryLanguage: 'JSONata',
        StartAt: 'Waits',
        States: { Waits: { Type: 'Wait', Seconds: 99_999_999, End: true } },
      }),
    });
    return String(made['stateMachineArn']);
  };

  /** Starts an execution so many hours ago; answers its ARN. */
  const startedAgo = (hours: number, stateMachineArn: string) =>
    time.during(-hours * HOUR, async () => {
      const started = await engine.call('states', 'StartExecution', { stateMachineArn });
      return String(started['executionArn']);
    });

  const oldestOf = async (stateMachineArn: string, most = 1) =>
    (await runningSagas(client, stateMachineArn)(most)).map(({ startedAt }) => startedAt);

  const ago = (hours: number) => new Date(time.clock.now() - hours * HOUR);

  it('knows of none where none has begun', async () => {
    expect(await oldestOf(await machine('idle'))).toEqual([]);
  });

  it('tells when the oldest began of those that run', async () => {
    const arn = await machine('busy');
    for (const hours of [5, 3, 1]) await startedAgo(hours, arn);

    expect(await oldestOf(arn)).toEqual([ago(5)]);
  });

  it('leaves out those that have ended', async () => {
    const arn = await machine('ended');
    const oldest = await startedAgo(9, arn);
    await startedAgo(2, arn);
    await engine.call('states', 'StopExecution', { executionArn: oldest });

    expect(await oldestOf(arn)).toEqual([ago(2)]);
  });

  it('looks at its own state machine alone', async () => {
    const arn = await machine('own');
    await startedAgo(7, await machine('other'));
    await startedAgo(1, arn);

    expect(await oldestOf(arn)).toEqual([ago(1)]);
  });

  it('reads on to the last page', async () => {
    const arn = await machine('many');
    await startedAgo(4, arn);
    for (let n = 0; n < 1_000; n += 1) await startedAgo(1, arn);

    expect(await oldestOf(arn, 2)).toEqual([ago(4), ago(1)]);
  });
});
