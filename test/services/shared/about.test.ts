import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';
import { stepTask } from '../../../services/provisioning/saga/sagaTasks.ts';
import { withAbout } from '../../../services/shared/about.ts';
import { eachQueued } from '../../../services/shared/eachQueued.ts';
import { logger } from '../../../services/shared/logger.ts';

/** The lines that are logged, as the function's log has them. */
const lines: Record<string, unknown>[] = [];

beforeEach(() => {
  lines.length = 0;
  logger.setLogLevel('INFO');
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((line) => {
      lines.push(z.record(z.string(), z.unknown()).parse(JSON.parse(String(line))));
      return true;
    });
  }
});
afterEach(() => {
  jest.restoreAllMocks();
  logger.setLogLevel('SILENT');
});

const step = { name: 'CreateApiKey', run: 'some', environment: z.object() };
const saga = { taskInput: z.looseObject({ tenantId: z.string() }), steps: [step] };
const input = { tenantId: 't1', registrationId: 'r1', eventId: 'e1', replay: 2 };
const about = { tenantId: 't1', correlationId: 'r1', execution: 'e1-r2' };

describe('the log of a task', () => {
  it('says when it begins and is done, whose it is, and of which run', async () => {
    await stepTask(saga, step, async () => ({}))(input);

    expect(lines).toEqual([
      expect.objectContaining({ level: 'INFO', message: 'task begins', ...about }),
      expect.objectContaining({ level: 'INFO', message: 'task done', ...about }),
    ]);
  });

  it('says once why it failed, with the cause', async () => {
    const cause = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });

    await stepTask(saga, step, () => Promise.reject(cause))(input).catch(() => {});

    expect(lines.map(({ message }) => message)).toEqual(['task begins', 'task failed']);
    expect(lines[1]).toMatchObject({
      ...about,
      transient: true,
      error: { name: 'ThrottlingException', message: 'slow down', stack: expect.any(String) },
    });
  });
});

describe('withAbout', () => {
  it('keeps apart what is done at the same time', async () => {
    const take = eachQueued(async (event) => {
      const { tenantId } = z.object({ tenantId: z.string() }).parse(event);
      await withAbout({ tenantId }, async () => {
        await new Promise(setImmediate);
        logger.info('taken', { of: tenantId });
      });
    });
    const record = (n: number) => ({
      messageId: `m${n}`,
      body: JSON.stringify({ tenantId: `t${n}` }),
    });

    await take({ Records: [1, 2, 3].map(record) });
    logger.info('after');

    expect(lines.map(({ tenantId, of }) => [tenantId, of])).toEqual([
      ['t1', 't1'],
      ['t2', 't2'],
      ['t3', 't3'],
      [undefined, undefined],
    ]);
  });
});
