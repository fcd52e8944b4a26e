import type { Recipe } from './recipe.ts';

const FILE = 'events/schemas/registration.ts';

/** A new field of the sign-up that reaches the tenant's view. */
export const fieldRecipe: Recipe = {
  name: 'field',
  limit: 3,
  generates: true,
  edits: [
    {
      file: FILE,
      names: ['companySize'],
      changes: [
        [
          '} satisfies Record<string, z.ZodOptional>;',
          `  companySize: z
    .int()
    .min(1)
    .max(10_000_000)
    .optional()
    .describe('How many people work there, where the tenant said so.'),
} satisfies Record<string, z.ZodOptional>;`,
        ],
      ],
    },
    {
      file: FILE,
      names: ['companySize'],
      changes: [
        [
          "    address: 'Hauptstr. 1, 10115 Berlin',\n",
          "    address: 'Hauptstr. 1, 10115 Berlin',\n    companySize: 120,\n",
        ],
      ],
    },
    {
      file: FILE,
      names: ['companySize is new in TenantRegistered. Declare minor 1'],
      changes: [
        ['import { defineEvent }', 'import { defineEvent, inMinor }'],
        ['TenantRegistered = defineEvent({', 'TenantRegistered = inMinor(1, defineEvent({'],
        ['  },\n});\n', '  },\n}));\n'],
      ],
    },
  ],
  tests: [
    'test/events/catalog.test.ts',
    'test/events/generator/artefacts.test.ts',
    'test/contracts/apiArtefacts.test.ts',
    'test/services/provisioning/onboarding/profile.test.ts',
    'test/services/provisioning/onboarding/startOnboarding.test.ts',
    'test/services/provisioning/onboarding/writeRoute.test.ts',
    'test/services/registration/register.test.ts',
    'test/fuzz/fuzzApi.test.ts',
  ],
};
