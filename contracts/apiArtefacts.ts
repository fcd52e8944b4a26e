import { readFileSync } from 'node:fs';
import { withGeneratedRegion } from '../events/generator/generatedRegion.ts';
import { apis } from '../infra/apis.ts';
import { apiDocument } from './apiDocument.ts';
import { routeTable } from './routeTable.ts';
import { tierTable } from './tierTable.ts';

/** The OpenAPI documents, one for each API. */
export const apiDocuments = {
  control: apiDocument(
    {
      title: 'Control API',
      description: 'Sign-up for everybody; tenants, users, sagas and webhooks by role.',
    },
    Object.values(apis.control),
  ),
  app: apiDocument(
    { title: 'Application API', description: 'What the users of a tenant call.' },
    Object.values(apis.app),
  ),
};

const README = 'README.md';
const ACCESS = 'docs/access.md';

const text = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const page = (path: string, region: string, table: string): [string, string] => [
  path,
  withGeneratedRegion(readFileSync(path, 'utf8'), region, table),
];

/** Every generated file that tells of the APIs and the tiers: its path and its text. */
export const apiArtefacts = (): ReadonlyMap<string, string> =>
  new Map([
    ['docs/api/control.openapi.json', text(apiDocuments.control)],
    ['docs/api/app.openapi.json', text(apiDocuments.app)],
    page(README, 'tiers', tierTable()),
    page(ACCESS, 'routes', routeTable()),
  ]);
