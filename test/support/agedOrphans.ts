import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { namesOf } from '../../infra/names.ts';
import { SagaInput, SagaStart } from '../../services/provisioning/saga/sagaState.ts';
import { aStepInput, aTenantId, aUlid } from './builders.ts';
import type { settableClock } from './isolation/isolationClock.ts';
import { orphanage } from './orphanage.ts';
import type { Product } from './product.ts';
import { until } from './until.ts';

const TWO_HOURS = 2 * 60 * 60 * 1_000;

/** Tenants that nobody knows: one with a pool of its own, one in the pooled user pool. */
export const [strayedSilo, strayedPool] = [aTenantId(901), aTenantId(902)];

/** Two owners: of a saga that was rolled back, and of one that is forgotten. */
const [rolledBack, forgotten] = [aUlid(901), aUlid(902)];

/** A run of a silo tenant's saga that only undoes: it ends as one that was rolled back. */
const rolledBackSaga = async ({ sdk, outputs }: Product) => {
  const states = new SFNClient(sdk);
  const { OnboardingStateMachineArn: stateMachineArn } = outputs;
  const { eventId: _its, ...saga } = SagaInput.parse(aStepInput(901, { deployment: 'silo' }));
  const error = { Error: 'PermanentError', Cause: 'made up' };
  const input = SagaStart.parse({
    ...saga,
    eventId: rolledBack,
    replay: 0,
    failure: { step: 'WriteRoute', error },
    undone: [],
    stuck: [],
    // biome-ignore lint/suspicious/noThenProperty: the state machine reads it; nobody awaits it.
    then: 'giveUp',
  });
  const run = { stateMachineArn, name: rolledBack, input: JSON.stringify(input) };
  const { executionArn } = await states.send(new StartExecutionCommand(run));
  const status = async () =>
    (await states.send(new DescribeExecutionCommand({ executionArn }))).status;
  await until(async () => (await status()) === 'FAILED');
};

/**
 * One orphan of each kind and in each place, made by hand two hours ago on the engine's clock, so
 * that the deployed sweeper may remove it now. Answers the kind and id of each.
 */
export const agedOrphans = async (product: Product, time: ReturnType<typeof settableClock>) => {
  const Name = namesOf('dev').parameters.pooledUserPool;
  const { Parameter } = await new SSMClient(product.sdk).send(new GetParameterCommand({ Name }));
  const pooledUserPoolId = Parameter?.Value ?? '';
  const { made } = orphanage(product, pooledUserPoolId);
  return time.during(-TWO_HOURS, async () => {
    await rolledBackSaga(product);
    await made.claim(`tenant#${strayedPool}`, forgotten);
    const ownUserPoolId = await made.userPool(strayedSilo);
    return [
      `userPool ${ownUserPoolId}`,
      `appClient ${await made.appClient(strayedSilo, ownUserPoolId)}`,
      `appClient ${await made.appClient(strayedPool, pooledUserPoolId)}`,
      `apiKey ${await made.apiKey(strayedPool)}`,
      `table ${await made.table(strayedSilo)}`,
      `route ${await made.route(strayedSilo, rolledBack)}`,
      `claim ${await made.claim('name#strayed', forgotten)}`,
    ].sort();
  });
};
