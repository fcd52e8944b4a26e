import { describe, expect, it } from '@jest/globals';
import { SagaInput, type SagaStart } from '../../../services/provisioning/sagaState.ts';
import {
  getSaga,
  ListSagas,
  listSagas,
  OneSaga,
  replaySaga,
  type SagaPorts,
} from '../../../services/provisioning/sagas.ts';
import type { Execution } from '../../../services/provisioning/sagaView.ts';
import type { ControlCaller } from '../../../services/shared/caller.ts';
import { httpRoutes, route } from '../../../services/shared/httpRoute.ts';
import { anExecution, aStepInput, aTenantId, aUlid } from '../../support/builders.ts';
import { aControlEvent, type ControlRequest, problemOf } from '../../support/proxyEvent.ts';

const operator: ControlCaller = { userRole: 'SystemAdmin', userName: 'root' };
const eventId = aUlid(1_001);

/** `/sagas` over executions in memory, newest last; keeps what is started. */
const anApi = (executions: readonly Execution[] = [], more: Partial<SagaPorts> = {}) => {
  const started: [string, SagaStart][] = [];
  const asked: Parameters<SagaPorts['list']>[0][] = [];
  const ports: SagaPorts = {
    describe: async (name) => executions.find((one) => one.name === name),
    async list(page) {
      asked.push(page);
      return { executions: [...executions].reverse(), next: undefined };
    },
    async start(name, input) {
      started.push([name, input]);
      return true;
    },
    ...more,
  };
  const run = httpRoutes({
    'GET /sagas': route(ListSagas, listSagas(ports)),
    'GET /sagas/{executionName}': route(OneSaga, getSaga(ports)),
    'POST /sagas/{executionName}/replay': route(OneSaga, replaySaga(ports)),
  });
  const call = (to: string, request: ControlRequest = {}, caller: ControlCaller = operator) =>
    run(aControlEvent(caller, to, request));
  const replay = (executionName: string) =>
    call('POST /sagas/{executionName}/replay', { params: { executionName } });
  return { call, replay, started, asked };
};

const failed = anExecution();
const running = anExecution(2, { status: 'RUNNING', error: undefined, cause: undefined });
const bodyOf = (answer: { body: string }) => JSON.parse(answer.body);
const namesIn = (answer: { body: string }): string[] =>
  bodyOf(answer).sagas.map(({ executionName }: { executionName: string }) => executionName);

describe('the routes of sagas', () => {
  const requests = [
    'GET /sagas',
    'GET /sagas/{executionName}',
    'POST /sagas/{executionName}/replay',
  ].flatMap((to) => (['TenantAdmin', 'TenantUser'] as const).map((role) => ({ to, role })));

  it.each(requests)('answer 403 to a $role’s $to', async ({ to, role }) => {
    const api = anApi([failed]);
    const caller = { userRole: role, userName: 'ada', tenantId: aTenantId(1) };

    const answer = await api.call(to, { params: { executionName: eventId } }, caller);

    expect(answer.statusCode).toBe(403);
    expect(api.started).toEqual([]);
  });
});

describe('listSagas', () => {
  it('lists newest first', async () => {
    const answer = await anApi([failed, running]).call('GET /sagas');

    expect(answer.statusCode).toBe(200);
    expect(namesIn(answer)).toEqual([running.name, failed.name]);
  });

  it('lists one tenant’s sagas', async () => {
    const query = { tenantId: aTenantId(1) };

    expect(namesIn(await anApi([failed, running]).call('GET /sagas', { query }))).toEqual([
      failed.name,
    ]);
  });

  it('asks for one status, and goes on where the page before ended', async () => {
    const list = async () => ({ executions: [failed], next: 'token of Step Functions' });
    const { nextToken } = bodyOf(await anApi([], { list }).call('GET /sagas'));
    const { call, asked } = anApi();

    await call('GET /sagas', { query: { status: 'failed', limit: '7', nextToken } });

    expect(asked).toEqual([{ status: 'failed', limit: 7, after: 'token of Step Functions' }]);
  });

  it('shows executions that somebody started by hand, with another input', async () => {
    const byHand = anExecution(3, { name: 'by-hand', input: '{}' });

    const answer = await anApi([failed, byHand]).call('GET /sagas');

    expect(namesIn(answer)).toEqual(['by-hand', failed.name]);
  });

  it.each([
    ['status', 'paused'],
    ['tenantId', 'nonsense'],
    ['limit', '0'],
    ['nextToken', ''],
    ['nextToken', '!!!'],
    ['nextToken', 'A'.repeat(1_999)],
  ])('answers 400 to the %s %#', async (path, value) => {
    const { call, asked } = anApi();

    const answer = await call('GET /sagas', { query: { [path]: value } });

    expect(answer.statusCode).toBe(400);
    expect(problemOf(answer).fields?.map((field) => field.path)).toEqual([path]);
    expect(asked).toEqual([]);
  });

  it('answers 400 to a nextToken that Step Functions never gave', async () => {
    const answer = await anApi([], { list: async () => undefined }).call('GET /sagas', {
      query: { nextToken: 'bWFkZSB1cA' },
    });

    expect(answer.statusCode).toBe(400);
    expect(problemOf(answer).fields).toEqual([
      { path: 'nextToken', message: 'must be the nextToken of a list' },
    ]);
  });
});

describe('getSaga', () => {
  const get = (executionName: string) =>
    anApi([failed]).call('GET /sagas/{executionName}', { params: { executionName } });

  it('shows a saga', async () => {
    const answer = await get(failed.name);

    expect(answer.statusCode).toBe(200);
    expect(bodyOf(answer)).toMatchObject({ executionName: failed.name, status: 'failed' });
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

describe('replaySaga', () => {
  const again = (n: number, more: Partial<Execution> = {}) =>
    anExecution(1, { name: `${eventId}-r${n}`, ...more });

  const input = SagaInput.parse(aStepInput(1));

  const runs = (replayed: number) => [
    failed,
    ...Array.from({ length: replayed }, (_, n) => again(n + 1)),
  ];

  const replays: [string, string, Execution[], string][] = [
    ['the first run', eventId, [failed], `${eventId}-r1`],
    ['a replay', `${eventId}-r1`, [failed, again(1)], `${eventId}-r2`],
    ['the first run after a replay', eventId, [failed, again(1)], `${eventId}-r2`],
    ['the eleventh run', `${eventId}-r10`, runs(10), `${eventId}-r11`],
  ];

  it.each(replays)('runs %s again, under the next name', async (_what, name, known, expected) => {
    const { replay, started } = anApi(known);

    const answer = await replay(name);

    expect(answer.statusCode).toBe(202);
    expect(bodyOf(answer)).toEqual({ executionName: expected });
    expect(started).toEqual([[expected, { ...input, replay: known.length }]]);
  });

  it.each(['TIMED_OUT', 'ABORTED'])('runs one again that is %s', async (status) => {
    const { replay, started } = anApi([anExecution(1, { status })]);

    expect((await replay(eventId)).statusCode).toBe(202);
    expect(started).toEqual([[`${eventId}-r1`, { ...input, replay: 1 }]]);
  });

  it.each([
    ['is running', eventId, [anExecution(1, { status: 'RUNNING' })]],
    ['has succeeded', eventId, [anExecution(1, { status: 'SUCCEEDED' })]],
    ['is running as a replay', eventId, [failed, again(1, { status: 'RUNNING' })]],
    ['has succeeded as a replay', eventId, [failed, again(1, { status: 'SUCCEEDED' })]],
    ['was started by hand, with another input', eventId, [anExecution(1, { input: '{}' })]],
  ])('answers 409 for a saga that %s', async (_what, name, known) => {
    const { replay, started } = anApi(known);

    const answer = await replay(name);

    expect(answer.statusCode).toBe(409);
    expect(problemOf(answer).code).toBe('SagaNotReplayable');
    expect(started).toEqual([]);
  });

  it.each([aUlid(9), `${eventId}-r1`, `${eventId}-r0`, `${eventId}-r01`])(
    'answers 404 for %s, which there is not',
    async (name) => {
      const { replay, started } = anApi([failed]);

      const answer = await replay(name);

      expect(answer.statusCode).toBe(404);
      expect(started).toEqual([]);
    },
  );
});
