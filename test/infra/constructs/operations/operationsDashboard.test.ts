import { describe, expect, it } from '@jest/globals';
import { alarms, graphedMetrics } from '../../../support/alarms.ts';
import { resourcesOf } from '../../../support/resources.ts';

const graphed = graphedMetrics();
const watched = alarms();

describe('the dashboards', () => {
  it('are one for each plane, under the stage’s name', () => {
    expect(
      resourcesOf('AWS::CloudWatch::Dashboard').map(
        ({ Properties }) => Properties['DashboardName'],
      ),
    ).toEqual([
      'tenant-onboarding-dev',
      'tenant-onboarding-dev-app',
      'tenant-onboarding-dev-lifecycle',
    ]);
  });

  it.each(watched.map((alarm) => [alarm.id, alarm] as const))(
    'show what %s goes by, as the alarm sees it',
    (_, { metric: first, others, Statistic: stat, Period: period }) => {
      for (const metric of [first, ...others]) {
        expect(graphed).toContainEqual({ title: expect.any(String), metric, stat, period });
      }
    },
  );

  it('show nothing else but how many sagas succeed', () => {
    const machines = resourcesOf('AWS::StepFunctions::StateMachine').map(({ id }) => id);
    const metrics = watched.flatMap(({ metric, others }) => [metric, ...others]);
    const known = new Set(metrics.map((metric) => metric.join(' ')));

    expect(machines).toHaveLength(2);
    expect(graphed.filter(({ metric }) => !known.has(metric.join(' ')))).toEqual(
      machines.map((machine) => ({
        title: expect.stringMatching(/^Saga o(n|ff)boarding$/),
        metric: ['AWS/States', 'ExecutionsSucceeded', `StateMachineArn=${machine}`],
        stat: 'Sum',
        period: 300,
      })),
    );
  });

  it('name no metric twice', () => {
    const names = graphed.map(({ metric }) => metric.join(' '));

    expect(new Set(names).size).toBe(names.length);
  });
});
