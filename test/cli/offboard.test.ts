import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Cli, cliFor, onboard } from '../support/cliRun.ts';
import { type Product, startProduct } from '../support/product.ts';
import { until } from '../support/until.ts';

const DAY_MS = 86_400_000;

describe('npx onboard tenants offboard', () => {
  let product: Product;
  let cli: Cli;
  let tenantId: string;
  let registrationId: string;

  beforeAll(async () => {
    product = await startProduct();
    cli = await cliFor(product);
    const signUp = { tenantName: 'Acme Two', adminEmail: 'ada@acme.example', tier: 'basic' };
    registrationId = (await product.register(signUp)).registrationId;
    tenantId = (await product.settled(registrationId)).tenantId;
  });
  afterAll(async () => {
    await product.stop();
    await cli.remove();
  });

  const offboarding = (...more: string[]) => ['tenants', 'offboard', tenantId, ...more];

  const typing = (answer: string, ...args: string[]) => {
    const stdin = Object.assign(new PassThrough(), { isTTY: true });
    stdin.end(`${answer}\n`);
    return onboard(args, { LOCAL_DIR: cli.cwd }, stdin);
  };

  const shown = () => cli.json(['tenants', 'show', tenantId]);

  it('asks on a local run too, and does nothing without a yes', async () => {
    const unsure = await typing('y', ...offboarding('--confirm', 'Acme Two'));
    const unasked = await cli.run(offboarding('--confirm', 'Acme Two'));

    expect(unsure).toMatchObject({ code: 1, out: '' });
    expect(unsure.err).toMatch(
      new RegExp(
        `^erasing all that Acme Two \\(${tenantId}\\) has after the time of grace, for good, on local run, .*\\? Type yes to go on:\nerror: nothing was done\n$`,
      ),
    );
    expect(unasked).toMatchObject({ code: 2, out: '' });
    expect(unasked.err).toMatch(/needs --yes where nobody can be asked\n$/);
    expect(await shown()).toMatchObject({ status: 'active' });
  });

  it('names the rule where another tenant is meant', async () => {
    const { code, out, err } = await cli.run(offboarding('--confirm', 'Acme', '--yes'));

    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^error: InvalidRequest \(400\)\n {2}confirm: .*\n$/);
    expect(await shown()).toMatchObject({ status: 'active' });
  });

  it('says when it is erased, shows it so, and how that is taken back', async () => {
    const before = Date.now();

    const done = await typing(
      'yes',
      ...offboarding('--confirm', 'Acme Two', '--grace-days', '7', '--json'),
    );
    const listed = await cli.run(['tenants']);
    const alone = await cli.run(['tenants', 'show', tenantId]);

    const { eraseAt } = JSON.parse(done.out);
    expect(done.code).toBe(0);
    expect(JSON.parse(done.out)).toMatchObject({ tenantId, status: 'leaving' });
    expect(Date.parse(eraseAt) - before).toBeGreaterThanOrEqual(7 * DAY_MS);
    expect(Date.parse(eraseAt) - before).toBeLessThan(7 * DAY_MS + 60_000);
    expect(done.err).toContain(
      `until then it can be taken back: npx onboard tenants activate ${tenantId}\n`,
    );
    expect(listed.out).toMatch(new RegExp(` leaving, erased from ${eraseAt}$`, 'm'));
    expect(alone.out).toMatch(new RegExp(`^status +leaving, erased from ${eraseAt}$`, 'm'));
  });

  it('is no status that is waited for the end of', async () => {
    const status = ['status', registrationId];
    await until(async () => (await cli.json(status)).status === 'leaving');

    const watched = await cli.run([...status, '--watch']);

    expect(watched.code).toBe(0);
    expect(watched.out).toMatch(/^status +leaving$/m);
  });

  it('moves the time when it is done again: thirty days where nothing is said', async () => {
    const before = Date.now();

    const again = await cli.json(offboarding('--confirm', 'Acme Two', '--yes'));

    expect(Date.parse(again.eraseAt) - before).toBeGreaterThanOrEqual(30 * DAY_MS);
  });

  it('is taken back by the command that it names', async () => {
    const back = await cli.json(['tenants', 'activate', tenantId]);

    expect(back).toMatchObject({ tenantId, status: 'active' });
    expect(back).not.toHaveProperty('eraseAt');
  });

  it('asks otherwise where nothing is left to wait for', async () => {
    const args = offboarding('--confirm', 'Acme Two', '--grace-days', '0');

    expect((await typing('no', ...args)).err).toContain('has at once, for good, on local run');
  });
});
