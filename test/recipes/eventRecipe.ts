import type { Recipe } from './recipe.ts';

/** A new event, declared, listed and granted to the function that publishes it. */
export const eventRecipe: Recipe = {
  name: 'event',
  limit: 3,
  generates: true,
  edits: [
    {
      file: 'events/schemas/provisioning.ts',
      names: ['TenantRenamed'],
      changes: [
        [
          'export const RegistrationRefused = defineEvent({',
          `export const TenantRenamed = defineEvent({
  type: 'TenantRenamed',
  source: 'provisioning',
  says: 'A tenant calls itself otherwise.',
  when: 'Once for each change of its name.',
  means: 'The same tenant under another name.',
  data: { tenantId: TenantId, tenantName: TenantName },
  example: { tenantId, tenantName },
});

export const RegistrationRefused = defineEvent({`,
        ],
      ],
    },
    {
      file: 'events/catalog.ts',
      names: ['TenantRenamed'],
      changes: [
        ['  TenantQueued,\n} from', '  TenantQueued,\n  TenantRenamed,\n} from'],
        ['  OrphansFound,\n] as const', '  OrphansFound,\n  TenantRenamed,\n] as const'],
      ],
    },
    {
      file: 'infra/constructs/provisioning/orphanSweep.ts',
      names: ['TenantRenamed'],
      changes: [
        ['import { OrphansFound }', 'import { OrphansFound, TenantRenamed }'],
        ['[OrphansFound])', '[OrphansFound, TenantRenamed])'],
      ],
    },
  ],
  tests: [
    'test/events/catalog.test.ts',
    'test/events/contract.test.ts',
    'test/events/generator/artefacts.test.ts',
    'test/infra/publishing.test.ts',
    'test/infra/constructs/events/eventRoute.test.ts',
  ],
};

/** One more event for a function that consumes some. */
export const consumerRecipe: Recipe = {
  name: 'consumer',
  limit: 2,
  generates: false,
  edits: [
    {
      file: 'services/provisioning/tenants/noteUser.function.ts',
      names: ['UserCreationFailed'],
      changes: [
        ['import { UserCreated } from', 'import { UserCreated, UserCreationFailed } from'],
        ['consumes: { UserCreated }', 'consumes: { UserCreated, UserCreationFailed }'],
      ],
    },
    {
      file: 'services/provisioning/tenants/noteUser.handler.ts',
      names: ['UserCreationFailed'],
      changes: [
        [
          'documentClient(), ROUTING_TABLE)),\n',
          'documentClient(), ROUTING_TABLE)),\n  UserCreationFailed: async () => {},\n',
        ],
      ],
    },
  ],
  tests: ['test/infra/constructs/events/eventRoute.test.ts', 'test/services/declarations.test.ts'],
};
