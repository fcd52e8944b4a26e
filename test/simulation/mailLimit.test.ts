import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Task } from '../../simulation/task.ts';
import { Workers } from '../../simulation/workers.ts';
import { synthesisOf } from '../support/synthesis.ts';

const HOUR = 3_600_000;

/** Two that sign up on a day on which Cognito sends one mail. Nothing else goes wrong. */
const twoOnADay: Task = {
  seed: 1,
  limits: true,
  listed: {
    scenario: ['basic' as const, 'standard' as const].map((tier, index) => ({
      at: 60_000 * index,
      by: 'partner' as const,
      tenantName: `Tenant ${index}`,
      adminEmail: `admin${index}@example.com`,
      tier,
      twice: false,
    })),
    mishaps: [],
    crashes: [],
    // At half past eleven in the evening; the next day's mails begin at midnight.
    beginsAfter: 14.5 * HOUR,
    repairAfter: HOUR,
    mailsADay: 1,
  },
};

describe("the daily limit of Cognito's own sender", () => {
  let workers: Workers;
  let withoutSender: Awaited<ReturnType<typeof synthesisOf>>;

  beforeAll(async () => {
    const env = { MAIL_FROM: undefined, CDK_DEFAULT_ACCOUNT: undefined };
    withoutSender = await synthesisOf('dev', { env });
    workers = await Workers.start({ assembly: withoutSender.folder });
  });
  afterAll(async () => {
    workers.stop();
    await withoutSender.destroy();
  });

  it('audit 2: undoes no tenant, whose first admin is invited when mail goes out again', async () => {
    const { violations, active, failed, virtualTime } = await workers.one(twoOnADay);

    expect({ violations, active, failed }).toEqual({ violations: [], active: 2, failed: 0 });
    expect(virtualTime).toBeGreaterThan(HOUR / 2);
  });
});
