import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { states } from '../../../local/services/states/states.ts';
import { sagaExecutions } from '../../../services/provisioning/sagaExecutions.ts';
import { SagaInput } from '../../../services/provisioning/sagaState.ts';
import { startOnboarding } from '../../../services/provisioning/startOnboarding.ts';
import { TierSettings } from '../../../services/provisioning/tiers.ts';
import { aTenantRegistered, aUlid } from '../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';

const plan = (deployment: string) => ({ deployment, usagePlanId: 'plan' });

const tiers = async () =>
  TierSettings.parse({
    basic: plan('pool'),
    standard: plan('pool'),
    premium: plan('pool'),
    platinum: plan('silo'),
  });

describe('startOnboarding', () => {
  it.each([
    ['premium', 'pool'],
    ['platinum', 'silo'],
  ] as const)('starts the saga of a %s tenant as a %s', async (tier, deployment) => {
    const started: [string, SagaInput][] = [];
    const event = aTenantRegistered({ tier });

    await startOnboarding({
      tiers,
      async start(name, input) {
        started.push([name, input]);
      },
    })(event);

    const { registrationId, tenantId, tenantName, adminEmail } = event.data;
    const { eventId } = event.metadata;
    const input = { eventId, registrationId, tenantId, tenantName, adminEmail, tier, deployment };
    expect(started).toEqual([[eventId, input]]);
  });
});

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

  const input = SagaInput.parse({
    ...aTenantRegistered().data,
    eventId: aUlid(1),
    deployment: 'pool',
  });

  it('starts an execution under the event’s id, with room for results', async () => {
    const client = new SFNClient();

    await sagaExecutions(client, stateMachineArn).start(aUlid(1), input);

    const executionArn = `${stateMachineArn.replace('stateMachine', 'execution')}:${aUlid(1)}`;
    const execution = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(JSON.parse(execution.input ?? '')).toEqual({ ...input, results: {} });
  });

  it('takes a name that was used before for started', async () => {
    const client = new SFNClient();
    const { start } = sagaExecutions(client, stateMachineArn);
    await start(aUlid(2), input);

    await start(aUlid(2), { ...input, tier: 'platinum' });

    const { executions } = await client.send(new ListExecutionsCommand({ stateMachineArn }));
    expect(executions?.filter(({ name }) => name === aUlid(2))).toHaveLength(1);
  });

  it('throws when there is no such state machine', async () => {
    const starting = sagaExecutions(new SFNClient(), `${stateMachineArn}x`).start(aUlid(3), input);

    await expect(starting).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  });
});
