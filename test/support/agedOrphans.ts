import { SFNClient, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { anExecution, aTenantId, aUlid } from './builders.ts';
import type { settableClock } from './isolation/isolationClock.ts';
import { orphanage } from './orphanage.ts';
import { pooledUserPoolOf } from './pooledUserPool.ts';
import type { Product } from './product.ts';

const TWO_HOURS = 2 * 60 * 60 * 1_000;

/** Tenants that nobody knows: one with a pool of its own, one in the pooled user pool. */
export const [strayedSilo, strayedPool] = [aTenantId(901), aTenantId(902)];

/** Two owners: of a saga that was rolled back, and of one that is forgotten. */
const [rolledBack, forgotten] = [aUlid(901), aUlid(902)];

/** An execution that ended as a rolled-back saga does; no function runs, whose clock is another. */
const rolledBackSaga = async ({ sdk, outputs }: Product) => {
  const states = new SFNClient(sdk);
  const { OnboardingStateMachineArn: stateMachineArn } = outputs;
  const start = new StartExecutionCommand({ stateMachineArn, name: rolledBack, input: '{}' });
  const { executionArn } = await states.send(start);
  const { error, cause } = anExecution();
  await states.send(new StopExecutionCommand({ executionArn, error, cause }));
};

/**
 * One orphan of each kind and in each place, made by hand two hours ago on the engine's clock, so
 * that the deployed sweeper may remove it now. Answers the kind and id of each.
 */
export const agedOrphans = async (product: Product, time: ReturnType<typeof settableClock>) => {
  const pooledUserPoolId = await pooledUserPoolOf(product);
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
