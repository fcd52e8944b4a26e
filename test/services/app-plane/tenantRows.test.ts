import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { encodeTime } from 'ulid';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { tenantRows } from '../../../services/app-plane/tenantRows.ts';
import { aTenantId } from '../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';

let engine: ProductEngine;
let count = 0;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

/** An empty pooled table, and the rows in it of any tenant and kind. */
const aTable = async () => {
  count += 1;
  const tableName = await engine.table('pooled', `pooled-${count}`);
  return (n = 1, kind = 'product') =>
    tenantRows({ documents: engine.documents, tableName, tenantId: aTenantId(n) }, kind);
};
type Rows = ReturnType<Awaited<ReturnType<typeof aTable>>>;

const minute = 60_000;
const idAt = (n: number) =>
  encodeTime(Date.UTC(2026, 0, 1) + n * minute) + String((n * 7919) % 10_007).padStart(16, '0');

/** Creates rows and gives their ids in the order of time. */
const fill = async (rows: Rows, many: number) => {
  const ids = Array.from({ length: many }, (_, n) => idAt(n));
  for (const id of [...ids].reverse()) await rows.create({ id, name: `row ${id}` });
  return ids;
};

const idsOf = async (page: ReturnType<Rows['list']>) => (await page).map((row) => row.id);

describe('tenantRows', () => {
  it('gives a row back as it was created', async () => {
    const rows = (await aTable())();
    const row = { id: idAt(1), name: 'Tea', price: 4.2, lines: [{ quantity: 1 }] };

    await rows.create(row);

    expect((await rows.get(row.id))?.row).toEqual(row);
  });

  it('spreads rows over the tenant’s shards', async () => {
    const rows = (await aTable())();
    await fill(rows, 40);

    const { Items } = await engine.call('dynamodb', 'Scan', { TableName: `pooled-${count}` });

    const shards = new Set(JSON.stringify(Items).match(new RegExp(`${aTenantId(1)}#\\d`, 'g')));
    expect(shards.size).toBeGreaterThan(5);
  });

  it('lists in the order of ids over all shards', async () => {
    const rows = (await aTable())();
    const ids = await fill(rows, 30);

    expect(await idsOf(rows.list({ limit: 100 }))).toEqual(ids);
  });

  it.each([1, 4, 7, 30])('pages by %i without a gap or a repetition', async (limit) => {
    const rows = (await aTable())();
    const ids = await fill(rows, 23);

    const seen = await idsOf(rows.list({ limit }));
    for (const _page of ids) seen.push(...(await idsOf(rows.list({ limit, after: seen.at(-1) }))));

    expect(seen).toEqual(ids);
  });

  it('replaces a row whole', async () => {
    const rows = (await aTable())();
    await rows.create({ id: idAt(1), name: 'Tea', sku: 'T1' });

    const replaced = await rows.replace({ id: idAt(1), name: 'Coffee' }, '*');

    expect(await rows.get(idAt(1))).toEqual({
      row: { id: idAt(1), name: 'Coffee' },
      version: replaced,
    });
  });

  it('replaces nothing where there is nothing', async () => {
    const rows = (await aTable())();

    expect(await rows.replace({ id: idAt(1), name: 'Coffee' }, '*')).toBeUndefined();
    expect(await rows.get(idAt(1))).toBeUndefined();
  });

  it('removes a row once', async () => {
    const rows = (await aTable())();
    await rows.create({ id: idAt(1) });

    expect([await rows.remove(idAt(1), '*'), await rows.remove(idAt(1), '*')]).toEqual([
      true,
      false,
    ]);
    expect(await rows.get(idAt(1))).toBeUndefined();
  });

  it('keeps kinds apart', async () => {
    const table = await aTable();
    await table(1, 'order').create({ id: idAt(1) });

    expect(await table(1, 'product').get(idAt(1))).toBeUndefined();
    expect(await idsOf(table(1, 'product').list({ limit: 10 }))).toEqual([]);
  });

  it('shows a tenant nothing of another’s', async () => {
    const table = await aTable();
    const [mine, others] = [table(1), table(2)];
    await mine.create({ id: idAt(1), name: 'mine' });

    expect(await others.get(idAt(1))).toBeUndefined();
    expect(await others.replace({ id: idAt(1), name: 'theirs' }, '*')).toBeUndefined();
    expect(await others.remove(idAt(1), '*')).toBe(false);
    expect(await idsOf(others.list({ limit: 10 }))).toEqual([]);
    expect((await mine.get(idAt(1)))?.row).toEqual({ id: idAt(1), name: 'mine' });
  });
});
