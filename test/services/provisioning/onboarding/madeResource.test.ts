import { describe, expect, it } from '@jest/globals';
import {
  type MadeResource,
  makingSteps,
  resourcesIn,
} from '../../../../services/provisioning/onboarding/madeResource.ts';
import { onboardingSaga } from '../../../../services/provisioning/onboarding/onboardingSaga.ts';
import { toySaga } from '../../../support/toySaga.ts';

describe('resourcesIn', () => {
  it('takes from the steps’ answers what the route has no field for', () => {
    const results = {
      CreateApiKey: { apiKeyId: 'key' },
      CreateQueue: { resources: { queue: 'q' } },
      CreateTopic: { resources: { topic: 't' } },
    };

    expect(resourcesIn(results)).toEqual({ queue: 'q', topic: 't' });
  });

  it('takes nothing where no step has made any', () => {
    expect(resourcesIn({ CreateApiKey: { apiKeyId: 'key' }, ClaimTenant: {} })).toEqual({});
  });
});

describe('makingSteps', () => {
  const made: [string, MadeResource][] = makingSteps(onboardingSaga.steps).map(
    ({ name, makes }) => [name, makes],
  );

  it('finds the steps that say what they make', () => {
    expect(made.map(([name]) => name)).toContain('CreateDataStore');
    expect(makingSteps(toySaga.steps)).toEqual([]);
  });

  it.each(made)('%s names each action in full, and only lists what it lists', (_, makes) => {
    const { make, remove, list } = makes;

    expect([...make, ...remove, ...list].filter((action) => !/^[A-Z]\w+$/.test(action))).toEqual(
      [],
    );
    expect(list.filter((action) => !action.startsWith('List'))).toEqual([]);
  });
});
