import { describe, expect, it } from '@jest/globals';
import { atOnce } from '../../services/webhooks/health.ts';
import { kinds } from '../../simulation/webhooks/behaviour.ts';
import {
  percentile,
  runWebhooks,
  type WebhookOutcome,
} from '../../simulation/webhooks/webhookRun.ts';

const MOST_TIMES_AS_LONG = 1.2;
const common = { endpoints: 60, events: 30, atOnce };

const ratio = (percent: number, bad: WebhookOutcome, well: WebhookOutcome): number =>
  percentile(bad.latencies, percent) / percentile(well.latencies, percent);

describe('webhooks of which a tenth is slow, failing, flapping, huge, closing or redirecting', () => {
  it('reach the others as fast as if all were well, each event once and in order', async () => {
    const of = { ...common, seed: 1, deaths: 0 };

    const well = await runWebhooks({ ...of, bad: [] });
    const bad = await runWebhooks({ ...of, bad: kinds });

    expect([...well.violations, ...bad.violations]).toEqual([]);
    expect(bad.latencies).toHaveLength(54 * 30);
    expect(ratio(50, bad, well)).toBeLessThan(MOST_TIMES_AS_LONG);
    expect(ratio(99, bad, well)).toBeLessThan(MOST_TIMES_AS_LONG);
  });

  it('lose nothing, in order, where processes end while they post; only what was under way comes twice', async () => {
    const outcome = await runWebhooks({ ...common, seed: 2, deaths: 0.01, bad: kinds });

    expect(outcome.violations).toEqual([]);
    expect(outcome.repeated).toBeGreaterThan(0);
    expect(outcome.repeated).toBeLessThan(outcome.requests * 0.02);
  });

  it('are seen to hold each other up where each track has one place', async () => {
    const of = { ...common, seed: 1, deaths: 0, atOnce: { steady: 1, troubled: 1 } };

    const well = await runWebhooks({ ...of, bad: [] });
    const bad = await runWebhooks({ ...of, bad: kinds });

    expect(ratio(99, bad, well)).toBeGreaterThan(MOST_TIMES_AS_LONG);
  });
});
