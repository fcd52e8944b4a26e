import { handlerText, queuesText, stepText, undoChange } from './queueStep.ts';
import type { Recipe } from './recipe.ts';

const STEP = 'services/provisioning/onboarding/createQueue.ts';
const SAGA = 'services/provisioning/onboarding/onboardingSaga.ts';
const LISTINGS = 'services/provisioning/orphans/resourceListings.ts';

/** A new step with an undo, whose resource the orphan sweep finds: a queue for each tenant. */
export const stepRecipe: Recipe = {
  name: 'step',
  limit: 6,
  generates: true,
  edits: [
    { file: STEP, names: [STEP, 'createQueue.ts'], text: stepText },
    {
      file: STEP,
      names: [STEP, 'CreateQueue'],
      changes: [
        ["onboarding/createQueue',\n", "onboarding/createQueue',\n  undo: 'DeleteQueue',\n"],
      ],
    },
    {
      file: STEP,
      names: ['CreateQueue left'],
      changes: [
        undoChange,
        [
          'import type { Owned, RemovalPorts }',
          'import { type Owned, type RemovalPorts, removeOwned }',
        ],
      ],
    },
    {
      file: 'services/provisioning/onboarding/createQueue.handler.ts',
      names: ['provisioning/onboarding/createQueue'],
      text: handlerText,
    },
    {
      file: 'services/provisioning/tenants/tenantQueues.ts',
      names: ['tenantQueues.ts'],
      text: queuesText,
    },
    {
      file: SAGA,
      names: ['CreateQueue'],
      changes: [
        [
          "import { OnboardingInput } from './onboardingInput.ts';",
          "import { createQueueStep } from './createQueue.ts';\nimport { OnboardingInput } from './onboardingInput.ts';",
        ],
        ['    createDataStoreStep,\n', '    createQueueStep,\n    createDataStoreStep,\n'],
      ],
    },
    {
      file: 'events/schemas/provisioning.ts',
      names: ['queue'],
      changes: [["'apiKey', 'table'])", "'apiKey', 'table', 'queue'])"]],
    },
    {
      file: LISTINGS,
      names: ['queue'],
      changes: [
        [
          'import type { MadeKind }',
          "import { SQSClient } from '@aws-sdk/client-sqs';\nimport type { MadeKind }",
        ],
        [
          'import { orphanApiKeys }',
          "import { orphanQueues } from '../tenants/tenantQueues.ts';\nimport { orphanApiKeys }",
        ],
        ['  return {\n', '  return {\n    queue: orphanQueues(new SQSClient(sdk), prefix),\n'],
      ],
    },
  ],
  tests: [
    'test/events/generator/artefacts.test.ts',
    'test/services/declarations.test.ts',
    'test/saga/definition.test.ts',
    'test/infra/permissions.test.ts',
    'test/services/provisioning/onboarding/writeRoute.test.ts',
    'test/services/provisioning/orphans/sweepOrphans.test.ts',
  ],
  simulation: ['--runs', '8', '--seed', '5'],
};
