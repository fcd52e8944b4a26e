import type { Recipe } from './recipe.ts';

/** A new tier whose tenants have resources of their own. */
export const tierRecipe: Recipe = {
  name: 'tier',
  limit: 2,
  generates: true,
  edits: [
    {
      file: 'events/fields.ts',
      names: ['gold'],
      changes: [["'premium', 'platinum'])", "'premium', 'gold', 'platinum'])"]],
    },
    {
      file: 'infra/config.ts',
      names: ['gold'],
      changes: [
        [
          "  platinum: {\n    deployment: 'silo'",
          "  gold: { deployment: 'silo', quotaPerDay: 8_000, burst: 250, ratePerSecond: 200, selfService: false },\n  platinum: {\n    deployment: 'silo'",
        ],
      ],
    },
  ],
  tests: [
    'test/infra/config.test.ts',
    'test/infra/constructs/api/appApi.test.ts',
    'test/events/catalog.test.ts',
    'test/events/generator/artefacts.test.ts',
    'test/events/generator/compatibility.test.ts',
    'test/contracts/apiArtefacts.test.ts',
    'test/services/provisioning/onboarding/startOnboarding.test.ts',
  ],
};
