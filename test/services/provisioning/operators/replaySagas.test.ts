import { describe, expect, it } from '@jest/globals';
import type { Execution } from '../../../../services/provisioning/saga/sagaView.ts';
import { anExecution, aTenantId, aUlid } from '../../../support/builders.ts';
import { problemOf } from '../../../support/proxyEvent.ts';
import { bodyOf, sagasApi } from '../../../support/sagasApi.ts';

const nameOf = (n: number) => aUlid(n + 1_000);
const minute = (n: number) => new Date(Date.UTC(2026, 0, 5, 9, n));

/** The n-th tenant's failed saga, which began in minute n. */
const failed = (n: number, more: Partial<Execution> = {}) =>
  anExecution(n, { startedAt: minute(n), ...more });

const failedAt = (failedStep: string, stuck: string[] = []) => ({
  cause: JSON.stringify({ failedStep, message: '', undone: [], stuck }),
});

const matched = (answer: { body: string }): string[] =>
  bodyOf(answer).matched.map(({ executionName }: { executionName: string }) => executionName);

describe('replaySagas', () => {
  it('only says what it would replay, unless told otherwise', async () => {
    const { replayAll, started } = sagasApi([failed(1)]);

    const answer = await replayAll();

    expect(answer.statusCode).toBe(200);
    expect(bodyOf(answer)).toEqual({
      matched: [{ executionName: nameOf(1), tenantId: aTenantId(1), failedStep: 'CreateApiKey' }],
      replayed: [],
      refused: [],
    });
    expect(started).toEqual([]);
  });

  it('replays all that match', async () => {
    const { replayAll, started } = sagasApi([failed(1), failed(2)]);

    const answer = await replayAll({ dryRun: false });

    expect(bodyOf(answer).replayed).toEqual([`${nameOf(2)}-r1`, `${nameOf(1)}-r1`]);
    expect(started.map(([name]) => name)).toEqual([`${nameOf(2)}-r1`, `${nameOf(1)}-r1`]);
  });

  it('counts the newest run of each saga alone', async () => {
    const again = (n: number, more: Partial<Execution>) =>
      failed(n, { name: `${nameOf(n)}-r1`, startedAt: minute(n + 10), ...more });
    const { replayAll, started } = sagasApi([
      failed(1),
      again(1, { status: 'SUCCEEDED' }),
      failed(2),
      again(2, { status: 'RUNNING' }),
      failed(3),
      again(3, { status: 'TIMED_OUT' }),
    ]);

    const answer = await replayAll({ dryRun: false });

    expect(matched(answer)).toEqual([`${nameOf(3)}-r1`]);
    expect(started.map(([name]) => name)).toEqual([`${nameOf(3)}-r2`]);
  });

  const some = [
    failed(1, failedAt('ClaimTenant')),
    failed(2, failedAt('CreateDataStore', ['CreateIdentity'])),
    failed(3, { status: 'ABORTED', error: undefined, cause: undefined }),
  ];

  it.each([
    [{ failedStep: 'ClaimTenant' }, [1]],
    [{ tenantId: aTenantId(2) }, [2]],
    [{ stuck: true }, [2]],
    [{ stuck: false }, [3, 1]],
    [{ startedAfter: minute(1).toISOString() }, [3, 2]],
    [{ startedBefore: minute(3).toISOString() }, [2, 1]],
    [{ startedAfter: '2026-01-05T10:01:00+01:00', startedBefore: minute(3).toISOString() }, [2]],
    [{ failedStep: 'ClaimTenant', stuck: true }, []],
  ])('matches %j', async (filter, expected) => {
    expect(matched(await sagasApi(some).replayAll(filter))).toEqual(expected.map(nameOf));
  });

  it('says of each that it refuses why, and replays the others', async () => {
    const heldByOthers = async ({ tenantId }: { tenantId: string }) =>
      tenantId === aTenantId(1) ? ['tenant name Tenant 1'] : [];
    const { replayAll, started } = sagasApi([failed(1), failed(2)], { heldByOthers });

    const answer = await replayAll({ dryRun: false });

    expect(bodyOf(answer)).toMatchObject({
      replayed: [`${nameOf(2)}-r1`],
      refused: [
        {
          executionName: nameOf(1),
          reason: 'another registration has it by now: tenant name Tenant 1',
        },
      ],
    });
    expect(started).toHaveLength(1);
  });

  it('refuses one whose next name another run has taken meanwhile', async () => {
    const { replayAll } = sagasApi([failed(1)], { start: async () => false });

    const answer = await replayAll({ dryRun: false });

    expect(bodyOf(answer)).toMatchObject({
      replayed: [],
      refused: [{ executionName: nameOf(1), reason: 'another run of the saga has just begun' }],
    });
  });

  it('goes on by its token, each saga once', async () => {
    const known = [1, 2, 3, 4, 5].map((n) => failed(n));
    const { replayAll } = sagasApi(known);
    const seen: string[][] = [];
    let nextToken: string | undefined;
    do {
      const answer = await replayAll({ limit: 2, ...(nextToken && { nextToken }) });
      seen.push(matched(answer));
      nextToken = bodyOf(answer).nextToken;
    } while (nextToken && seen.length <= known.length);

    expect(seen).toEqual([[5, 4], [3, 2], [1]].map((page) => page.map(nameOf)));
  });

  it('ends once all that follow are too old', async () => {
    const { replayAll } = sagasApi([1, 2, 3].map((n) => failed(n)));

    const answer = await replayAll({ limit: 2, startedAfter: minute(2).toISOString() });

    expect(matched(answer)).toEqual([nameOf(3)]);
    expect(bodyOf(answer).nextToken).toBeUndefined();
  });

  it.each([
    ['status', 'running'],
    ['tenantId', 'x'],
    ['startedAfter', 'yesterday'],
    ['stuck', 'yes'],
    ['dryRun', 'no'],
    ['limit', 101],
    ['nextToken', '!!!'],
    ['step', 'ClaimTenant'],
  ])('answers 400 to the %s %j', async (path, value) => {
    const { replayAll, started } = sagasApi(some);

    const answer = await replayAll({ dryRun: false, [path]: value });

    expect(answer.statusCode).toBe(400);
    expect(problemOf(answer).fields?.map((field) => field.path)).toEqual([path]);
    expect(started).toEqual([]);
  });
});
