import { describe, expect, it } from '@jest/globals';
import { mergedPage } from '../../../../services/provisioning/saga/sagaPages.ts';
import { anExecution } from '../../../support/builders.ts';
import { listsOf } from '../../../support/sagasApi.ts';

const statuses = ['FAILED', 'TIMED_OUT', 'ABORTED'] as const;

const executions = Array.from({ length: 23 }, (_, n) =>
  anExecution(n, {
    status: statuses[((n * n) % 7) % 3] ?? 'FAILED',
    // Some began at the same time.
    startedAt: new Date(1_000 * Math.floor(n / 2)),
  }),
);

const allPages = async (limit: number) => {
  const pages: string[][] = [];
  let after: string | undefined;
  do {
    const page = await mergedPage(listsOf(executions), statuses, { limit, after });
    pages.push(page?.executions.map(({ name }) => name) ?? []);
    after = page?.next;
  } while (after !== undefined && pages.length <= executions.length);
  return pages;
};

describe('mergedPage', () => {
  it.each([1, 2, 3, 5, 22, 23, 24])(
    'shows each execution once, newest first, %i a page',
    async (limit) => {
      const pages = await allPages(limit);

      const started = pages
        .flat()
        .map((name) => executions.find((one) => one.name === name)?.startedAt.getTime() ?? 0);
      expect(new Set(pages.flat()).size).toBe(executions.length);
      expect(pages.flat()).toHaveLength(executions.length);
      expect(started).toEqual(started.toSorted((a, b) => b - a));
      expect(pages.slice(0, -1).every((page) => page.length === limit)).toBe(true);
    },
  );

  it('is empty where there is nothing', async () => {
    const page = await mergedPage(listsOf([]), statuses, { limit: 5, after: undefined });

    expect(page).toEqual({ executions: [], next: undefined });
  });
});
