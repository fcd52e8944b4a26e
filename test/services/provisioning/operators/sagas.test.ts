import { describe, expect, it } from '@jest/globals';
import type { SagaPorts } from '../../../../services/provisioning/saga/sagaPorts.ts';
import type { Execution } from '../../../../services/provisioning/saga/sagaView.ts';
import { anExecution, aTenantId, aUlid } from '../../../support/builders.ts';
import { problemOf } from '../../../support/proxyEvent.ts';
import { bodyOf, listsOf, sagasApi } from '../../../support/sagasApi.ts';

const eventId = aUlid(1_001);
const failed = anExecution();
const running = anExecution(2, {
  status: 'RUNNING',
  error: undefined,
  cause: undefined,
  startedAt: new Date('2026-01-05T09:30:01.000Z'),
});

const namesIn = (answer: { body: string }): string[] =>
  bodyOf(answer).sagas.map(({ executionName }: { executionName: string }) => executionName);

describe('the routes of sagas', () => {
  const requests = [
    'GET /sagas',
    'GET /sagas/{executionName}',
    'POST /sagas/replay',
    'POST /sagas/{executionName}/replay',
  ].flatMap((to) => (['TenantAdmin', 'TenantUser'] as const).map((role) => ({ to, role })));

  it.each(requests)('answer 403 to a $role’s $to', async ({ to, role }) => {
    const api = sagasApi([failed]);
    const caller = { userRole: role, userName: 'ada', tenantId: aTenantId(1) };
    const request = { params: { executionName: eventId }, body: { dryRun: false } };

    const answer = await api.call(to, request, caller);

    expect(answer.statusCode).toBe(403);
    expect(api.started).toEqual([]);
  });
});

describe('listSagas', () => {
  it('lists newest first', async () => {
    const answer = await sagasApi([failed, running]).call('GET /sagas');

    expect(answer.statusCode).toBe(200);
    expect(namesIn(answer)).toEqual([running.name, failed.name]);
  });

  it('audit 22: asks Step Functions for a few executions at a time', async () => {
    const many = Array.from({ length: 40 }, (_, n) => anExecution(n + 100));
    let now = 0;
    let most = 0;
    const describing = async (name: string) => {
      now += 1;
      most = Math.max(most, now);
      await Promise.resolve();
      now -= 1;
      return many.find((one) => one.name === name);
    };

    const answer = await sagasApi(many, { describe: describing }).call('GET /sagas', {
      query: { limit: '40' },
    });

    expect(namesIn(answer)).toHaveLength(40);
    expect(most).toBe(5);
  });

  it('lists one tenant’s sagas', async () => {
    const query = { tenantId: aTenantId(1) };

    expect(namesIn(await sagasApi([failed, running]).call('GET /sagas', { query }))).toEqual([
      failed.name,
    ]);
  });

  const all = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'].map((status, n) =>
    anExecution(n + 10, { status, startedAt: new Date(1_000 * n) }),
  );

  it.each([
    ['running', [10]],
    ['succeeded', [11]],
    ['failed', [14, 13, 12]],
  ])('lists as %s all that are', async (status, expected) => {
    const answer = await sagasApi(all).call('GET /sagas', { query: { status } });

    expect(namesIn(answer)).toEqual(expected.map((n) => aUlid(n + 1_000)));
  });

  it('goes on where the page before ended, whatever has failed since', async () => {
    const known: Execution[] = [...all];
    const { call } = sagasApi(known, { list: (...asked) => listsOf(known)(...asked) });
    const first = await call('GET /sagas', { query: { status: 'failed', limit: '1' } });
    known.push(anExecution(20, { startedAt: new Date(9_000) }));

    const { nextToken } = bodyOf(first);
    const second = await call('GET /sagas', { query: { status: 'failed', limit: '7', nextToken } });

    expect(namesIn(first)).toEqual([aUlid(1_014)]);
    expect(namesIn(second)).toEqual([13, 12].map((n) => aUlid(n + 1_000)));
    expect(bodyOf(second).nextToken).toBeUndefined();
  });

  it('answers 400 to the nextToken of another list', async () => {
    const { call } = sagasApi([...all, anExecution(15, { status: 'RUNNING' })]);
    const { nextToken } = bodyOf(
      await call('GET /sagas', { query: { status: 'running', limit: '1' } }),
    );

    const answer = await call('GET /sagas', { query: { status: 'failed', nextToken } });

    expect(answer.statusCode).toBe(400);
    expect(problemOf(answer).fields?.map(({ path }) => path)).toEqual(['nextToken']);
  });

  it('shows executions that somebody started by hand, with another input', async () => {
    const byHand = anExecution(3, { name: 'by-hand', input: '{}', startedAt: new Date() });

    const answer = await sagasApi([failed, byHand]).call('GET /sagas');

    expect(namesIn(answer)).toEqual(['by-hand', failed.name]);
  });

  it.each([
    ['status', 'paused'],
    ['tenantId', 'nonsense'],
    ['limit', '0'],
    ['nextToken', ''],
    ['nextToken', '!!!'],
    ['nextToken', 'A'.repeat(6_001)],
    ['nextToken', Buffer.from('{"PAUSED":{}}').toString('base64url')],
  ])('answers 400 to the %s %#', async (path, value) => {
    const answer = await sagasApi().call('GET /sagas', { query: { [path]: value } });

    expect(answer.statusCode).toBe(400);
    expect(problemOf(answer).fields?.map((field) => field.path)).toEqual([path]);
  });

  it('answers 400 to a nextToken that Step Functions never gave', async () => {
    const nextToken = Buffer.from('{"ANY":{"token":"made up"}}').toString('base64url');

    const answer = await sagasApi().call('GET /sagas', { query: { nextToken } });

    expect(answer.statusCode).toBe(400);
    expect(problemOf(answer).fields).toEqual([
      { path: 'nextToken', message: 'must be the nextToken of a list' },
    ]);
  });
});

describe('getSaga', () => {
  const get = (
    executionName: string,
    more: Partial<Pick<SagaPorts, 'history'>> = {},
    execution = failed,
  ) =>
    sagasApi([execution], more).call('GET /sagas/{executionName}', { params: { executionName } });

  const at = (seconds: number) => new Date(Date.UTC(2026, 0, 5, 9, 30, seconds));
  const history: SagaPorts['history'] = async () =>
    [
      { type: 'TaskStateEntered', state: 'ReleaseTenant' },
      { type: 'TaskScheduled', state: undefined },
      { type: 'TaskSucceeded', state: undefined },
      { type: 'TaskStateExited', state: 'ReleaseTenant' },
    ].map((event, n) => ({ ...event, id: n + 1, previousId: n, at: at(n), error: undefined }));

  it('shows a saga with its steps', async () => {
    const answer = await get(failed.name, { history });

    expect(answer.statusCode).toBe(200);
    expect(bodyOf(answer)).toMatchObject({
      executionName: failed.name,
      status: 'failed',
      undone: ['CreateApiKey', 'CreateIdentity', 'ClaimTenant'],
      steps: [
        {
          step: 'ClaimTenant',
          kind: 'undo',
          task: 'ReleaseTenant',
          startedAt: at(0).toISOString(),
          endedAt: at(3).toISOString(),
          attempts: 1,
          outcome: 'undone',
        },
      ],
    });
  });

  it('shows what a saga that still runs has undone so far', async () => {
    const answer = await get(running.name, { history }, running);

    expect(bodyOf(answer)).toMatchObject({
      status: 'running',
      undone: ['ClaimTenant'],
      stuck: [],
    });
  });

  it('answers 404 for one that there is not', async () => {
    const answer = await get(aUlid(9));

    expect(answer.statusCode).toBe(404);
    expect(problemOf(answer).code).toBe('SagaNotFound');
  });

  it.each(['*', 'a b', 'a:b', 'a/b', '株式', 'a'.repeat(81), ''])(
    'answers 400 to the name %s, which no saga can have',
    async (name) => {
      expect((await get(name)).statusCode).toBe(400);
    },
  );
});
