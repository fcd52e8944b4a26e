import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { findRegistrationsFunction } from '../../../services/registration/findRegistrations.function.ts';
import { findRegistrations } from '../../../services/registration/findRegistrations.ts';
import { findIn } from '../../../services/registration/searchTable.ts';
import { httpRoutes } from '../../../services/shared/httpRoute.ts';
import { fixedNow } from '../../support/fakes.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import { aControlEvent } from '../../support/proxyEvent.ts';
import { eventsOf, projectedRegistrations } from './projectedRegistrations.ts';

let engine: ProductEngine;
let find: (query: string) => Promise<Record<string, unknown>[]>;

/** Of each, who signs up: the later ones are newer. */
const names = ['Acme Two', 'ACME', 'L’Atelier №1 ООО', 'Two by Two', 'acme TWO'];
const emails = names.map((_, n) => `ada-${n}@company.example`);

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
  const { handle, tableName } = await projectedRegistrations(engine);
  for (const [n, tenantName] of names.entries()) {
    const adminEmail = String(emails[n]);
    const { registered, failed } = eventsOf(n, { tenantName, adminEmail });
    for (const _ of ['once', 'again']) await handle(registered);
    if (n === 0) await handle(failed);
  }
  const run = httpRoutes(findRegistrationsFunction, {
    'GET /registrations': findRegistrations({
      find: findIn(engine.documents, tableName),
      now: fixedNow,
    }),
  });
  find = async (query) => {
    const caller = { userRole: 'SystemAdmin', userName: 'root' } as const;
    const answer = await run(aControlEvent(caller, 'GET /registrations', { query: { query } }));
    return JSON.parse(answer.body).registrations;
  };
});
afterAll(() => engine.destroy());

describe('findRegistrations', () => {
  it.each([
    ['acme two', [4, 0]],
    ['  ACME\u00a0two ', [4, 0]],
    ['acme', [4, 1, 0]],
    ['two', [4, 3, 0]],
    ['two acme', [4, 0]],
    ["l'atelier", [2]],
    ['ООО', [2]],
    ['Ada-1@Company.example', [1]],
    ['acme three', []],
    ['term', []],
    ['#', []],
  ])('finds by %j the registrations %j, each once, the newest first', async (query, expected) => {
    const found = await find(query);

    expect(found.map(({ tenantName }) => tenantName)).toEqual(expected.map((n) => names[n]));
  });

  it.each(['registrationId', 'tenantId', 'executionName'])('finds by the %s', async (name) => {
    const [one] = await find('ada-3@company.example');

    expect(await find(String(one?.[name]))).toEqual([one]);
    expect(await find(String(one?.[name]).toLowerCase())).toEqual([one]);
  });

  it('says where a registration failed, and by which saga', async () => {
    const [, older] = await find('Acme Two');

    expect(older).toMatchObject({
      status: 'failed',
      adminEmail: emails[0],
      failure: { failedStep: 'CreateApiKey' },
      executionName: expect.stringMatching(/^[0-9A-Z]{26}$/),
    });
  });
});
