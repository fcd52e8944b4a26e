import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type Cli, cliFor, onboard } from '../support/cliRun.ts';
import { type Product, startProduct } from '../support/product.ts';
import { until } from '../support/until.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenants-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const fileOf = async (...rows: (string | Buffer)[]): Promise<string> => {
  const file = join(folder, 'tenants.csv');
  const [only] = rows;
  await writeFile(file, Buffer.isBuffer(only) ? only : rows.join('\r\n'));
  return file;
};

const HEADER = 'tenantName,adminEmail,tier';

const Outcomes = z.array(
  z.looseObject({ line: z.int(), status: z.string(), registrationId: z.string().optional() }),
);

describe('npx onboard register --file, against a running product', () => {
  let product: Product;
  let cli: Cli;
  beforeAll(async () => {
    product = await startProduct();
    cli = await cliFor(product);
  });
  afterAll(async () => {
    await product.stop();
    await cli.remove();
  });

  const names = async (): Promise<string[]> =>
    (await cli.json(['tenants'])).map(({ tenantName }: { tenantName: string }) => tenantName);

  const run = (file: string) => cli.run(['register', '--file', file]);
  const outcomes = async (file: string) =>
    Outcomes.parse(await cli.json(['register', '--file', file]));

  it('registers row by row, goes on after one that fails, and registers nobody twice', async () => {
    const file = await fileOf(
      '\uFEFFtier,tenantName , adminEmail,address,phone',
      'Premium,"Globex, ""Sons""",hank@globex.example,"Main St. 1\r\nSpringfield",+49 151 12345678',
      '',
      'basic,//,nobody,,',
      'basic,Short',
      ',,,,',
      'basic,Initech,bill@initech.example,,',
    );

    const first = await run(file);
    const again = await outcomes(file);
    await until(async () => (await names()).length === 2);
    const globex = await cli.json(['find', 'Globex']);
    const shown = await cli.run(['tenants', 'show', globex[0].tenantId]);

    expect(first.code).toBe(1);
    expect(first.out.split('\n')).toEqual([
      expect.stringMatching(/^line 2 {2}Globex, "Sons" {2}registered {2}\S{26} {2}t\S{26}$/),
      expect.stringMatching(
        /^line 5 {2}\/\/ {2}failed {2}tenantName: must hold .*; adminEmail: must be an e-mail/,
      ),
      'line 6  failed  has 2 cells, and the header 5',
      expect.stringMatching(/^line 8 {2}Initech {2}registered {2}\S{26} {2}t\S{26}$/),
      '',
    ]);
    expect(first.err).toBe('2 registered, 2 failed; it is safe to run the file again\n');
    expect(again.map(({ line }) => line)).toEqual([2, 5, 6, 8]);
    for (const { registrationId = 'none' } of [again[0], again[3]].flatMap((one) => one ?? [])) {
      expect(first.out).toContain(registrationId);
    }
    expect((await names()).toSorted()).toEqual(['Globex, "Sons"', 'Initech']);
    expect(shown.out).toMatch(/^tier +premium$/m);
    expect(shown.out).toMatch(/^telephone +\+4915112345678\naddress +Main St. 1\n +Springfield$/m);
  });

  it('repeats rows that were registered when another row of the file was put right', async () => {
    const first = await outcomes(
      await fileOf(HEADER, 'Hooli,gavin@hooli.example,basic', 'Umbrella,albert,basic'),
    );
    const file = await fileOf(
      HEADER,
      'Umbrella,albert@umbrella.example,basic',
      'Hooli,gavin@hooli.example,basic',
    );
    const second = await run(file);

    expect(first.map(({ status }) => status)).toEqual(['registered', 'failed']);
    expect(second.code).toBe(0);
    expect(second.out).toContain(first[0]?.registrationId);
  });

  it('says of a name that somebody else has', async () => {
    const { code, out } = await run(await fileOf(HEADER, 'Hooli,eve@hooli.example,basic'));

    expect(code).toBe(1);
    expect(out).toBe('line 2  Hooli  failed  tenantName: is in use\n');
  });

  it('counts one that has failed since as failed', async () => {
    product.fault({
      service: 'apigateway',
      operation: 'CreateApiKey',
      error: 'LimitExceededException',
      when: 'before',
      times: 1,
    });
    const file = await fileOf(HEADER, 'Vandelay,art@vandelay.example,basic');
    const [{ registrationId = '' } = {}] = await outcomes(file);
    await cli.run(['status', registrationId, '--watch']);

    const { code, out } = await run(file);

    expect(code).toBe(1);
    expect(out).toMatch(/^line 2 {2}Vandelay {2}failed .* was registered before, and failed\n$/);
  });
});

describe('npx onboard register --file', () => {
  const run = async (file: string, ...more: string[]) => {
    const { code, out, err } = await onboard(['register', '--file', file, ...more]);
    return { code, out, err };
  };

  it('judges rows by --dry-run where nothing runs, and says what only the server knows', async () => {
    const file = await fileOf(
      `${HEADER},address`,
      'Acme,ada@acme.example,PREMIUM,',
      ',ada@acme.example,gold,',
      'Globex,hank@globex.example,basic,A\u0007B',
      'ACME,eve@acme.example,basic,',
    );

    const { code, out, err } = await run(file, '--dry-run');
    const scripted = await run(file, '--dry-run', '--json');

    expect(code).toBe(1);
    expect(out.split('\n')).toEqual([
      'line 2  Acme  valid',
      expect.stringMatching(/^line 3 {2}failed {2}tenantName: must not be empty; tier: .*basic/),
      expect.stringMatching(/^line 4 {2}Globex {2}failed {2}address: must hold text and line/),
      'line 5  ACME  failed  tenantName: is that of line 2 too',
      '',
    ]);
    expect(err).toMatch(
      /^1 can be registered, 3 not; nothing was registered\nonly the server knows/,
    );
    expect(JSON.parse(scripted.out)).toMatchObject([
      { line: 2, tenantName: 'Acme', status: 'valid' },
      { line: 3, fields: [{ path: 'tenantName' }, { path: 'tier' }] },
      { line: 4, fields: [{ path: 'address' }] },
      { line: 5, fields: [{ path: 'tenantName' }] },
    ]);
  });

  it('ends with 0 where every row is fine', async () => {
    const file = await fileOf(HEADER, 'Acme,ada@acme.example,basic', '');

    expect(await run(file, '--dry-run')).toMatchObject({ code: 0, out: 'line 2  Acme  valid\n' });
  });

  it.each([
    ['no header', 'Acme,ada@acme.example,basic', 'it lacks the column tenantName'],
    ['nothing', '', 'it lacks the column tenantName'],
    ['another column', `${HEADER},plan`, 'it has a column "plan"'],
    ['a column twice', `${HEADER},tier`, 'it has the column tier twice'],
    ['semicolons', 'tenantName;adminEmail;tier', 'it has a column "tenantName;adminEmail;tier"'],
    ['an open quote', `${HEADER}\n"Acme,ada@acme.example,basic`, 'is no CSV: Quote Not Closed'],
    ['no UTF-8', Buffer.from('tenantName\nZo\xeb', 'latin1'), 'is no UTF-8 text'],
  ])('says what is wrong with a file that has %s', async (_what, content, says) => {
    const { code, out, err } = await run(await fileOf(content));

    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(says);
  });

  it('says that a file is not there', async () => {
    const { code, err } = await run(join(folder, 'none.csv'));

    expect(code).toBe(1);
    expect(err).toMatch(/^error: .*none.csv cannot be read: ENOENT\n$/);
  });
});
