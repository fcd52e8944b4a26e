import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { onboard } from '../support/cliRun.ts';

const Port = z.object({ port: z.number() });

const TENANT = 't01m808h7e0jqnr1st4whermjnc';

/** What would be done if one of the commands went on. */
const COMMANDS = [
  'sagas replay some',
  'sagas replay --all',
  'dlq redrive --all',
  'dlq redrive some',
  'orphans --remove',
  'tenants deactivate some --reason overdue',
  'tenants unprotect some',
  `users disable some --tenant ${TENANT}`,
  `users remove some --tenant ${TENANT}`,
  'webhooks remove some',
  'webhooks rotate some',
  'webhooks redrive some',
  'events replay --subscriber billing --from 2026-01-05T09:00:00Z --to 2026-01-05T12:00:00Z',
];
const HARMLESS = [
  'sagas replay --all --dry-run',
  'sagas list',
  'tenants',
  'tenants activate some',
  `users list --tenant ${TENANT}`,
  `users enable some --tenant ${TENANT}`,
  `users role some TenantUser --tenant ${TENANT}`,
  'webhooks list',
  'webhooks register https://billing.example.com/',
  'webhooks verify some',
  'webhooks enable some',
  'webhooks deliveries some',
  'orphans',
  'dlq list',
];

describe('a command that changes a deployment', () => {
  let folder: string;
  let server: Server;
  let asked: string[] = [];
  const variables: Record<string, string> = {};

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'consent-'));
    server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.writeHead(500).end('{}');
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = Port.parse(server.address());
    const url = `http://127.0.0.1:${port}/`;
    // What the SDK goes by, which is told nothing else.
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_MAX_ATTEMPTS: '1',
    });
    Object.assign(variables, {
      ONBOARD_USERNAME: 'ops@acme.example',
      ONBOARD_PASSWORD: 'Correct-Horse-9-Battery',
    });
    const queue = { consumer: 'StartOnboarding', queueUrl: `${url}0/queue` };
    const outputs = {
      ControlApiUrl: url,
      EventBusName: 'bus',
      OperatorClientId: 'client',
      Region: 'us-east-1',
      DeadLetterQueues: JSON.stringify([queue]),
      OrphanSweeperFunction: 'sweeper',
    };
    await writeFile(join(folder, 'aws.json'), JSON.stringify({ Stack: outputs }));
    await writeFile(
      join(folder, 'outputs.json'),
      JSON.stringify({ ...outputs, AwsEndpoint: url, AccessKeyId: 'k', SecretAccessKey: 's' }),
    );
  });
  beforeEach(() => {
    asked = [];
  });
  afterAll(async () => {
    server.close();
    await rm(folder, { recursive: true, force: true });
  });

  const onAws = (line: string, stdin?: PassThrough & { isTTY?: boolean }) =>
    onboard([...line.split(' '), '--outputs', join(folder, 'aws.json')], variables, stdin);

  const typing = (text: string) => {
    const stdin = Object.assign(new PassThrough(), { isTTY: true });
    stdin.end(text);
    return stdin;
  };

  it.each(COMMANDS)('asks for --yes where nobody can be asked, on AWS: %s', async (line) => {
    const { code, err } = await onAws(line);

    expect(code).toBe(2);
    expect(err).toMatch(/^error: .* on AWS needs --yes where nobody can be asked\n$/);
    expect(asked).toEqual([]);
  });

  it.each(COMMANDS)('asks at a terminal, and does nothing without a yes: %s', async (line) => {
    const { code, err } = await onAws(line, typing('y\n'));

    expect(code).toBe(1);
    expect(err).toMatch(
      / on AWS, us-east-1, http.*\? Type yes to go on:\nerror: nothing was done\n$/,
    );
    expect(asked).toEqual([]);
  });

  it.each(COMMANDS)('goes on after a yes, and by --yes: %s', async (line) => {
    await onAws(line, typing('Yes\n'));
    const typed = asked.length;
    await onAws(`${line} --yes`);

    expect(typed).toBeGreaterThan(0);
    expect(asked.length).toBe(2 * typed);
  });

  it.each(HARMLESS)('asks nothing before what changes nothing: %s', async (line) => {
    await onAws(line);

    expect(asked.length).toBeGreaterThan(0);
  });

  it.each(COMMANDS)('asks nothing on a local run: %s', async (line) => {
    await onboard(line.split(' '), { ...variables, LOCAL_DIR: folder });

    expect(asked.length).toBeGreaterThan(0);
  });
});
