import { describe, expect, it } from '@jest/globals';
import { WORK_MS } from '../../../../services/webhooks/fanOut.ts';
import { ATTEMPT_MS } from '../../../../services/webhooks/httpPost.ts';
import { LEASE_MS } from '../../../../services/webhooks/laneTable.ts';
import { refTo, resourcesOf } from '../../../support/resources.ts';

const functions = resourcesOf('AWS::Lambda::Function').filter(({ id }) =>
  id.startsWith('Webhooks'),
);
const senders = functions.filter(({ id }) => /FanOut|Sweep/.test(id));
const filters = resourcesOf('AWS::Logs::MetricFilter').filter(({ id }) =>
  id.startsWith('Webhooks'),
);
const secondsOf = ({ Properties }: (typeof functions)[number]) => Number(Properties['Timeout']);

describe('the webhook service', () => {
  it('has three functions, which go to loopback in a local run', () => {
    expect(functions).toHaveLength(3);
    for (const { Properties } of functions) {
      expect(Properties['Environment']).toMatchObject({
        Variables: { WEBHOOK_HOSTS: 'publicAndLoopback' },
      });
    }
  });

  it('lets a function that sends end in time, before anybody else may take its lane', () => {
    expect(senders).toHaveLength(2);
    for (const sender of senders) {
      expect(secondsOf(sender) * 1_000).toBeGreaterThan(WORK_MS + ATTEMPT_MS);
      expect(secondsOf(sender) * 1_000).toBeLessThan(LEASE_MS);
    }
  });

  it('counts what any of them gives up, by what it then logs', () => {
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
