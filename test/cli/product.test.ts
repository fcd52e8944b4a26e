import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Cli, cliFor } from '../support/cliRun.ts';
import { belongings } from '../support/leftovers.ts';
import { type Product, startProduct } from '../support/product.ts';
import { until } from '../support/until.ts';

/** An undo is tried for some ten seconds before it counts as stuck. */
const STUCK_MS = 120_000;

describe('npx onboard, against a running product', () => {
  let product: Product;
  let cli: Cli;

  beforeAll(async () => {
    product = await startProduct();
    cli = await cliFor(product);
  });
  afterEach(() => product.engine.faults.clear());
  afterAll(async () => {
    await product.stop();
    await cli.remove();
  });

  const failingOnce = (service: string, operation: string, error: string, times = 1) =>
    product.fault({ service, operation, error, when: 'before', times });

  const register = (name: string, ...more: string[]) =>
    cli.run(['register', name, '--email', `admin@${name.toLowerCase()}.example`, ...more]);

  it('registers a tenant and waits until it is active', async () => {
    const { code, out, err } = await register('Acme', '--tier', 'platinum', '--watch');

    expect(code).toBe(0);
    expect(out).toMatch(/^registration {2}\S{26}\ntenant {8}Acme {2}t\S{26}\n/);
    expect(out).toMatch(/^tier {10}platinum\nstatus {8}active\n$/m);
    expect(err).toMatch(/^registration \S{26}, tenant t\S{26}\n/);
  });

  it('prints each wrong field that the API names', async () => {
    const { code, out, err } = await cli.run(['register', '//', '--email', 'nobody']);

    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(
      /^error: InvalidRequest \(400\)\n {2}tenantName: .*\n {2}adminEmail: .*\n$/,
    );
  });

  it('shows a registration, and ends with 1 when it has failed', async () => {
    failingOnce('apigateway', 'CreateApiKey', 'LimitExceededException');
    const registered = JSON.parse((await register('Hooli', '--json')).out);

    const watched = await cli.run(['status', registered.registrationId, '--watch']);
    const shown = await cli.run(['status', registered.registrationId, '--json']);

    expect({ watched: watched.code, shown: shown.code }).toEqual({ watched: 1, shown: 1 });
    expect(watched.out).toMatch(/^status {8}failed\nfailed step {3}CreateApiKey$/m);
    expect(watched.out).toMatch(/^left behind {3}nothing$/m);
    expect(JSON.parse(shown.out)).toMatchObject({ status: 'failed' });
  });

  it('lists tenants', async () => {
    const table = await cli.run(['tenants']);
    const [tenant] = await cli.json(['tenants']);

    expect(table.out.split('\n')[0]).toMatch(/^TENANT +NAME +TIER +PLACED IN +STATUS$/);
    expect(table.out).toMatch(/^t\S{26} {2}Acme +platinum {2}silo +active$/m);
    expect(tenant).toMatchObject({ tenantName: 'Acme', tier: 'platinum', deployment: 'silo' });
  });

  it('shows a tenant, switches it off and on, and protects it', async () => {
    const [{ tenantId }] = await cli.json(['tenants', 'list']);

    const off = await cli.run(['tenants', 'deactivate', tenantId, '--reason', 'invoice 4711']);
    const shown = await cli.run(['tenants', 'show', tenantId]);
    const on = await cli.json(['tenants', 'activate', tenantId]);
    const kept = await cli.json(['tenants', 'protect', tenantId]);
    const free = await cli.json(['tenants', 'unprotect', tenantId]);

    expect(off.code).toBe(0);
    expect(shown.out).toMatch(/^status +inactive\nchanged +\S+Z by \S+: invoice 4711$/m);
    expect(shown.out).toMatch(/^users +own: us-east-1_\w+\ndata +own$/m);
    expect(shown.out).toMatch(/^e-mail +admin@acme.example$/m);
    expect(on).toMatchObject({ tenantId, status: 'active' });
    expect([kept.protected, free.protected]).toEqual([true, false]);
  });

  it('says what the API says of a tenant that there is not', async () => {
    const { code, err } = await cli.run(['tenants', 'activate', 'nobody']);

    expect(code).toBe(1);
    expect(err).toMatch(/^error: no tenant has the id nobody \(TenantNotFound, 404, /);
  });

  it('lists sagas by status, as many as asked for, and says when there are more', async () => {
    const all = await cli.json(['sagas', 'list']);
    const failed = await cli.run(['sagas', 'list', '--status', 'failed']);
    const one = await cli.run(['sagas', 'list', '--limit', '1']);

    expect(all.map(({ status }: { status: string }) => status)).toEqual(['failed', 'succeeded']);
    expect(failed.out.split('\n')).toHaveLength(3);
    expect(failed.out).toContain('CreateApiKey LimitExceededException');
    expect(one.out.split('\n')).toHaveLength(3);
    expect(one.err).toBe('… the first 1; --limit shows more\n');
  });

  it('replays by filter: first as a dry run, then indeed', async () => {
    const filter = ['sagas', 'replay', '--all', '--failed-step', 'CreateApiKey'];
    const [{ executionName }] = await cli.json(['sagas', 'list', '--status', 'failed']);

    const dry = await cli.run([...filter, '--dry-run']);
    const none = await cli.run(['sagas', 'replay', '--all', '--failed-step', 'ClaimTenant']);
    const wet = await cli.json(filter);
    await until(
      async () => (await cli.json(['sagas', 'list', '--status', 'running'])).length === 0,
    );

    expect(dry.out).toContain('1 matched, 1 would be replayed, 0 refused');
    expect(none.out).toBe('0 matched, 0 replayed, 0 refused\n');
    expect(wet).toMatchObject({
      matched: [{ executionName, failedStep: 'CreateApiKey' }],
      replayed: [`${executionName}-r1`],
      refused: [],
    });
  });

  it(
    'shows a stuck undo, and replays it once it can be undone: nothing of the first try is left',
    async () => {
      failingOnce('apigateway', 'CreateApiKey', 'LimitExceededException');
      failingOnce('cognito-idp', 'DeleteUserPoolClient', 'AccessDeniedException', 1_000);
      const registered = await register('Stuck', '--watch');
      const [{ executionName, tenantId }] = await cli.json(['find', 'stuck']);
      const shown = await cli.run(['sagas', 'show', executionName]);
      const left = await belongings(product, tenantId);
      product.engine.faults.clear();

      const replayed = await cli.run(['sagas', 'replay', executionName, '--watch']);
      const after = await belongings(product, tenantId);
      const found = await cli.run(['find', `${executionName}-r1`]);
      const again = await cli.run(['sagas', 'replay', executionName]);

      expect(registered.code).toBe(1);
      expect(registered.out).toMatch(/^left behind +CreateIdentity$/m);
      expect(shown.out).toMatch(/^stuck +CreateIdentity$/m);
      expect(shown.out).toMatch(/^undo CreateIdentity +stuck .* 6 +AccessDeniedException: /m);
      expect(left.clients).toHaveLength(1);
      expect(replayed.code).toBe(0);
      expect(replayed.out).toMatch(/^undo CreateIdentity +undone /m);
      expect(replayed.out).toMatch(/^PublishTenantProvisioned +done /m);
      expect({ clients: after.clients.length, keys: after.keys.length }).toEqual({
        clients: 1,
        keys: 1,
      });
      expect(found.out).toMatch(
        new RegExp(`^Stuck +active .* ${tenantId} +${executionName}$`, 'm'),
      );
      expect(again.code).toBe(1);
      expect(again.err).toMatch(/^error: the tenant is active \(SagaNotReplayable, 409, /);
    },
    STUCK_MS,
  );

  it('prints a token that the control API takes from an operator', async () => {
    const { code, out } = await cli.run(['token']);
    const url = new URL('tenants', product.outputs.ControlApiUrl);
    const answer = await fetch(url, { headers: { authorization: `Bearer ${out.trim()}` } });

    expect([code, answer.status]).toEqual([0, 200]);
  });

  it('says that nobody goes by a name', async () => {
    const { code, out, err } = await cli.run(['find', 'No', 'Such', 'Company']);

    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toBe('error: nobody who signed up goes by No Such Company\n');
  });

  it('lists, shows and redrives dead letters', async () => {
    const broken = { EventBusName: product.outputs.EventBusName, Source: 'registration' };
    await new EventBridgeClient(product.sdk).send(
      new PutEventsCommand({
        Entries: [
          { ...broken, DetailType: 'TenantRegistered', Detail: '{"metadata":{"version":"1.0"}}' },
        ],
      }),
    );
    let letters: { messageId: string; consumer: string }[] = [];
    while (letters.length < 2) letters = await cli.json(['dlq', 'list']);
    const [{ messageId = '', consumer = '' } = {}] = letters;

    const list = await cli.run(['dlq', 'list']);
    const show = await cli.run(['dlq', 'show', messageId]);
    const redriven = await cli.run(['dlq', 'redrive', messageId, 'no-such-message']);
    const nobody = await cli.run(['dlq', 'list', '--consumer', 'Nobody']);

    expect(list.out).toMatch(/^MESSAGE +CONSUMER +EVENT +TENANT +SINCE +REASON$/m);
    expect(list.out).toMatch(new RegExp(`^${messageId} {2}${consumer} .*INVALID_EVENT$`, 'm'));
    expect(show.out).toMatch(/^why +the consumer refused the event$/m);
    expect(show.out).toContain('metadata.eventId');
    expect(redriven).toMatchObject({
      code: 1,
      out: '1 sent to their consumers again, 1 not\n',
      err: 'no-such-message: there is no such dead letter\n',
    });
    expect(nobody.code).toBe(2);
  });

  it('says that an operator’s password is wrong', async () => {
    const { code, err } = await cli.run(['tenants'], { ONBOARD_PASSWORD: 'Wrong-Password-1' });

    expect(code).toBe(1);
    expect(err).toMatch(/^error: the operator cannot sign in \(.*\): set ONBOARD_USERNAME/);
  });

  it('says that an operator must choose a password first', async () => {
    const credentials = {
      ONBOARD_USERNAME: 'new@operators.example',
      ONBOARD_PASSWORD: 'Temporary-Pass-1',
    };
    await new CognitoIdentityProviderClient(product.sdk).send(
      new AdminCreateUserCommand({
        UserPoolId: product.stackOutputs['OperatorUserPoolId'],
        Username: credentials.ONBOARD_USERNAME,
        TemporaryPassword: credentials.ONBOARD_PASSWORD,
        MessageAction: 'SUPPRESS',
      }),
    );

    const { code, err } = await cli.run(['tenants'], credentials);

    expect(code).toBe(1);
    expect(err).toContain('still has the temporary password of the invitation');
  });
});
