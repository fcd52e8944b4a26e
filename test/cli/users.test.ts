import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Cli, cliFor } from '../support/cliRun.ts';
import { type Product, startProduct } from '../support/product.ts';

const ELSEWHERE = 't01m808h7e0jqnr1st4whermjnc';

type Shown = { username: string; email: string };

describe('npx onboard users', () => {
  let product: Product;
  let cli: Cli;
  let tenantId: string;

  beforeAll(async () => {
    product = await startProduct();
    cli = await cliFor(product);
    const admin = ['--email', 'ada@acme.example'];
    ({ tenantId } = await cli.json(['register', 'Acme', ...admin, '--watch']));
  });
  afterAll(async () => {
    await product.stop();
    await cli.remove();
  });

  const users = (...args: string[]) => cli.run(['users', ...args, '--tenant', tenantId]);
  const usersJson = (...args: string[]) => cli.json(['users', ...args, '--tenant', tenantId]);

  const named = async (email: string): Promise<Shown> => {
    const all: Shown[] = await usersJson('list');
    const found = all.find((user) => user.email === email);
    if (!found) throw new Error(`no user has the address ${email}`);
    return found;
  };

  it('invites somebody, lists the tenant’s people and shows one', async () => {
    const invited = await users('invite', 'bob@acme.example');
    const list = await users('list');
    const first = await users('list', '--limit', '1');
    const { username } = await named('bob@acme.example');
    const shown = await users('show', username);

    expect(invited.code).toBe(0);
    expect(invited.out).toMatch(/^e-mail +bob@acme.example\nrole +TenantUser\naccess +enabled$/m);
    expect(list.out).toMatch(/^USERNAME +E-MAIL +ROLE +ACCESS +STATUS$/m);
    expect(list.out).toMatch(/^\S{36} {2}ada@acme.example {2}TenantAdmin {2}enabled +invited$/m);
    expect(first.err).toBe('… the first 1; --limit shows more\n');
    expect(shown.out).toMatch(/^status +invited\ninvited +\S+Z, until \S+Z$/m);
  });

  it('changes a role, and lets somebody in no more and again', async () => {
    const { username } = await named('bob@acme.example');

    const role = await usersJson('role', username, 'TenantAdmin');
    const off = await users('disable', username);
    const on = await usersJson('enable', username);

    expect(role).toMatchObject({ username, role: 'TenantAdmin', enabled: true });
    expect(off.out).toMatch(/^access +disabled$/m);
    expect(on).toMatchObject({ username, role: 'TenantAdmin', enabled: true });
  });

  it.each([['show'], ['disable'], ['enable'], ['role', 'TenantUser'], ['remove']])(
    'does nothing to a user of another tenant than the named one: %s',
    async (command, ...more) => {
      const { username } = await named('bob@acme.example');

      const other = await cli.run(['users', command, username, ...more, '--tenant', ELSEWHERE]);

      expect(other.code).toBe(1);
      expect(other.err).toContain('(UserNotFound, 404, ');
    },
  );

  it('removes somebody, who is then nobody there', async () => {
    const { username } = await named('bob@acme.example');

    const removed = await users('remove', username);
    const again = await users('remove', username);
    const { email } = await named('ada@acme.example');

    expect(removed).toMatchObject({
      code: 0,
      out: `${username} is no user of ${tenantId} any more\n`,
    });
    expect(again.code).toBe(1);
    expect(again.err).toMatch(/^error: there is no such user \(UserNotFound, 404, /);
    expect(email).toBe('ada@acme.example');
  });

  it('says for scripts whom it removed', async () => {
    const { username } = await usersJson('invite', 'eve@acme.example');

    expect(await usersJson('remove', username)).toEqual({ username, tenantId, removed: true });
  });

  it('says why the last admin stays', async () => {
    const { username } = await named('ada@acme.example');

    const { code, err } = await users('role', username, 'TenantUser');

    expect(code).toBe(1);
    expect(err).toContain('a tenant keeps at least one enabled TenantAdmin (LastTenantAdmin, 409');
  });

  it('names the field of an address that is none', async () => {
    const { code, err } = await users('invite', 'bob');

    expect(code).toBe(1);
    expect(err).toMatch(/^error: InvalidRequest \(400\)\n {2}email: must be an e-mail address/);
  });
});
