import { describe, expect, it } from '@jest/globals';
import { onboard } from '../support/cliRun.ts';

const TENANT = 't01m808h7e0jqnr1st4whermjnc';

const run = (line: string) => onboard(line === '' ? [] : line.split(' '));

describe('a command line of npx onboard', () => {
  it.each([
    'register',
    'login',
    'logout',
    'sagas replay',
    'dlq redrive',
    'dlq discard',
    'orphans',
    'events replay',
    'tenants',
    'tenants offboard',
    'tenants erasure',
    'completion',
    'users',
    'users list',
    'users show',
    'users invite',
    'users disable',
    'users enable',
    'users role',
    'users remove',
    'webhooks',
    'webhooks list',
    'webhooks show',
    'webhooks register',
    'webhooks verify',
    'webhooks enable',
    'webhooks remove',
    'webhooks rotate',
    'webhooks deliveries',
    'webhooks redrive',
    'webhooks listen',
  ])('has examples for %s', async (command) => {
    const { code, out } = await run(`${command} --help`);

    expect(code).toBe(0);
    expect(out).toContain(`$ npx onboard ${command}`);
  });

  it.each([
    ['', 'Usage: onboard'],
    ['sgas', 'Did you mean sagas?'],
    ['register', 'name a company, or give --file'],
    ['register Acme', '--email <address> is required'],
    ['register Acme --file tenants.csv', 'name a company, or give --file'],
    ['register --file tenants.csv --email a@b.example', "cannot be used with option '--email"],
    ['register --file tenants.csv --tier basic', "cannot be used with option '--tier"],
    ['register --file tenants.csv --watch', "cannot be used with option '--watch"],
    ['register Acme --email a@b.example --dry-run', '--dry-run goes with --file'],
    ['register Acme --email a@b.example --tier gold', 'basic, standard, premium, platinum'],
    ['events replay --subscriber a --from yesterday --to 2026-01-05', 'It must be a time'],
    ['tenants --limit 0', 'whole number from 1 on'],
    ['tenants deactivate t1', "required option '--reason <text>' not specified"],
    ['tenants offboard t1', "required option '--confirm <name>' not specified"],
    ['tenants offboard t1 --confirm a --grace-days 91', 'a whole number from 0 to 90'],
    ['tenants offboard t1 --confirm a --grace-days soon', 'a whole number from 0 to 90'],
    ['tenants show', "missing required argument 'tenantId'"],
    ['users list', "required option '--tenant <tenantId>' not specified"],
    ['users remove some --tenant acme', 'It must be "t" and a lower-case ULID.'],
    [`users role some Owner --tenant ${TENANT}`, 'TenantAdmin, TenantUser'],
    [`users invite a@b.example --tenant ${TENANT} --role Owner`, 'TenantAdmin, TenantUser'],
    ['webhooks register https://a.example --event TenantLost', 'TenantProvisioned'],
    ['webhooks listen', "required option '--forward-to <url>' not specified"],
    ['webhooks listen --forward-to http://billing.example.com/', 'It must be https:// or'],
    ['webhooks listen --forward-to http://127.evil.example/', 'It must be https:// or'],
    ['webhooks listen --forward-to https://me:pass@a.example/', 'without credentials'],
    ['webhooks listen --forward-to 127.0.0.1:8080', 'It must be https:// or'],
    ['completion tcsh', 'Allowed choices are bash, zsh, fish.'],
    ['tenants --colour', "unknown option '--colour'"],
    ['sagas replay', 'name one saga, or give --all'],
    ['sagas replay some --dry-run', 'go with --all'],
    ['sagas replay --all --started-after yesterday', 'must be a date or time'],
    ['dlq redrive some --all', 'name messages, or give --all'],
    ['dlq discard StartOnboarding', "missing required argument 'messageIds'"],
    ['events tail --event TenantLost', 'TenantProvisioned'],
    [
      'events replay --subscriber a --from 2026-01-04 --to 2026-01-05 --event TenantLost',
      'TenantProvisioned',
    ],
  ])('takes `%s` for a wrong command line: exit code 2', async (line, says) => {
    const { code, out, err } = await run(line);

    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(says);
  });
});
