import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ATTEMPT_MS } from '../../../../services/webhooks/httpPost.ts';
import { VISIT_MS } from '../../../../services/webhooks/visit.ts';
import { LEASE_MS } from '../../../../services/webhooks/visitTable.ts';
import { refTo, resourcesOf } from '../../../support/resources.ts';

const functions = resourcesOf('AWS::Lambda::Function').filter(({ id }) =>
  id.startsWith('Webhooks'),
);
const senders = functions.filter(({ id }) => id.startsWith('WebhooksDeliver'));
const queues = resourcesOf('AWS::SQS::Queue').filter(({ id }) =>
  /^WebhooksWakes(Steady|Troubled)/.test(id),
);
const mappings = resourcesOf('AWS::Lambda::EventSourceMapping').filter(({ id }) =>
  id.startsWith('WebhooksWakes'),
);
const filters = resourcesOf('AWS::Logs::MetricFilter').filter(({ id }) =>
  id.startsWith('Webhooks'),
);
const secondsOf = ({ Properties }: (typeof functions)[number]) => Number(Properties['Timeout']);
const Scaled = z.object({ ScalingConfig: z.object({ MaximumConcurrency: z.number() }) });

describe('the webhook service', () => {
  it('goes to loopback in a local run, where it posts', () => {
    const hosts = functions.map(({ Properties }) =>
      z
        .object({ Variables: z.object({ WEBHOOK_HOSTS: z.string().optional() }) })
        .parse(Properties['Environment']),
    );

    expect(hosts.map(({ Variables }) => Variables.WEBHOOK_HOSTS)).toEqual([
      'publicAndLoopback',
      'publicAndLoopback',
      undefined,
      undefined,
    ]);
  });

  it('posts events from one function, which ends in time and no later than its lease', () => {
    const [deliver] = senders;
    const seconds = deliver && secondsOf(deliver);

    expect(senders).toHaveLength(1);
    expect(Number(seconds) * 1_000).toBeGreaterThan(VISIT_MS + ATTEMPT_MS);
    expect(Number(seconds) * 1_000).toBe(LEASE_MS);
  });

  it('takes wakes back from a visit that did not end, once its lease is over', () => {
    const hidden = queues.map(({ Properties }) => Number(Properties['VisibilityTimeout']));

    expect(hidden).toEqual([45, 45]);
    expect(Math.min(...hidden) * 1_000).toBeGreaterThan(LEASE_MS);
  });

  it('visits steady and troubled endpoints side by side, each so many at once', () => {
    const most = mappings.map(({ Properties }) => Scaled.parse(Properties).ScalingConfig);

    expect(most.map(({ MaximumConcurrency }) => MaximumConcurrency).sort()).toEqual([10, 50]);
  });

  it('counts what is given up, by what is logged then', () => {
    expect(filters.map(({ Properties }) => Properties)).toEqual(
      senders.map(({ Properties }) => ({
        LogGroupName: refTo(String(Object(Object(Properties['LoggingConfig'])['LogGroup'])['Ref'])),
        FilterPattern:
          '{ ($.message = "webhook delivery dead") || ($.message = "webhook disabled") }',
        MetricTransformations: [
          {
            MetricNamespace: 'TenantOnboarding',
            MetricName: 'WebhookDead-dev',
            MetricValue: '1',
          },
        ],
      })),
    );
  });

  it('sweeps every minute', () => {
    const [rule] = resourcesOf('AWS::Events::Rule').filter(({ id }) =>
      id.startsWith('WebhooksSweepsSchedule'),
    );

    expect(rule?.Properties).toMatchObject({ ScheduleExpression: 'rate(1 minute)' });
  });
});
