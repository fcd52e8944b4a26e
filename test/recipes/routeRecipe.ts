import type { Recipe } from './recipe.ts';

const ROUTE = 'GET /tenants/{tenantId}/plan';

/** A new route of a function that has some. */
export const routeRecipe: Recipe = {
  name: 'route',
  limit: 2,
  generates: true,
  edits: [
    {
      file: 'services/provisioning/tenants/tenants.function.ts',
      names: [ROUTE],
      changes: [
        [
          "    'GET /tenants/{tenantId}': {",
          `    '${ROUTE}': {
      says: 'Shows what a tenant has bought.',
      roles: ['SystemAdmin'],
      request: z.object({ params }),
      replies: {
        200: { says: 'Its plan.', body: TenantView.pick({ tier: true, deployment: true }) },
        404: unknown,
      },
    },
    'GET /tenants/{tenantId}': {`,
        ],
      ],
    },
    {
      file: 'services/provisioning/tenants/tenants.ts',
      names: [ROUTE],
      changes: [
        [
          "  'GET /tenants': listTenants(ports),\n",
          `  'GET /tenants': listTenants(ports),
  '${ROUTE}': async ({ params: { tenantId } }) => {
    const route = await ports.routeOf(tenantId);
    if (!route) return tenantNotFound(tenantId);
    return { status: 200, body: { tier: route.tier, deployment: route.deployment } };
  },
`,
        ],
      ],
    },
  ],
  tests: [
    'test/contracts/apiArtefacts.test.ts',
    'test/services/declarations.test.ts',
    'test/services/identity/authorizer/rolePolicy.test.ts',
    'test/services/provisioning/tenants/tenants.test.ts',
    'test/infra/constructs/api/serviceApi.test.ts',
  ],
};
