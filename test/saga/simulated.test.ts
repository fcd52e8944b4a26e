import { describe, expect, it } from '@jest/globals';
import { sagaDefinition } from '../../infra/constructs/saga/sagaDefinition.ts';
import { OnboardingInput } from '../../services/provisioning/onboarding/onboardingInput.ts';
import { onboardingSaga } from '../../services/provisioning/onboarding/onboardingSaga.ts';
import type { SagaSubject } from '../../services/provisioning/saga/defineSaga.ts';
import { aStepInput, aTenantId, aUlid } from '../support/builders.ts';
import { functionNamed } from '../support/definitionOf.ts';
import { resultOf, sagaDefinitionOf } from '../support/sagaRuns.ts';
import { type Simulated, simulateSaga } from '../support/sagaSimulation.ts';
import { toySaga } from '../support/toySaga.ts';

const SEEDS = 25;

const onboarding = (deployment: 'pool' | 'silo'): Simulated<OnboardingInput> => ({
  saga: onboardingSaga,
  definition: sagaDefinitionOf(),
  input: OnboardingInput.parse(aStepInput(1, { deployment })),
  results: {
    CreateIdentity: resultOf('CreateIdentity'),
    CreateApiKey: resultOf('CreateApiKey'),
    WriteRoute: resultOf('WriteRoute'),
  },
});

const dinner = (guests: 'few' | 'many') => ({
  saga: toySaga,
  definition: JSON.parse(
    JSON.stringify(
      sagaDefinition(toySaga, (task) => ({
        partition: 'aws',
        functionArn: functionNamed(task),
        timeoutSeconds: 15,
      })),
    ),
  ),
  input: { eventId: aUlid(1), tenantId: aTenantId(1), guests },
  results: { ReserveTable: { table: '7' } },
});

/** Runs of all seeds: how they ended, and what was wrong. */
const simulateAll = async <Input extends SagaSubject>(simulated: Simulated<Input>) => {
  const ends = [];
  for (let seed = 1; seed <= SEEDS; seed += 1) ends.push(await simulateSaga(simulated, seed));
  return {
    violations: ends.flatMap(({ violations }) => violations),
    succeeded: ends.filter(({ first }) => first === 'SUCCEEDED').length,
    stuck: ends.filter(({ stuck }) => stuck).length,
  };
};

describe('a saga whose tasks go wrong by chance', () => {
  it.each([
    ['onboarding, pool', () => simulateAll(onboarding('pool'))],
    ['onboarding, silo', () => simulateAll(onboarding('silo'))],
    ['a toy with all its steps', () => simulateAll(dinner('many'))],
    ['a toy without one step', () => simulateAll(dinner('few'))],
  ])('%s: is made as a whole, or undone, or names what is left', async (_name, simulate) => {
    const { violations, succeeded, stuck } = await simulate();

    expect(violations).toEqual([]);
    expect(succeeded).toBeGreaterThan(0);
    expect(succeeded).toBeLessThan(SEEDS);
    expect(stuck).toBeGreaterThan(0);
  });
});
