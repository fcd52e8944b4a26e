import { describe, expect, it } from '@jest/globals';
import { alarmNamed, alarms } from '../../../support/alarms.ts';
import { resourcesOf } from '../../../support/resources.ts';

const HOUR = 3_600;
const FIVE_MINUTES = 300;

const rows = alarms().map((alarm) => [alarm.id, alarm] as const);
const only = (type: string) => resourcesOf(type).map(({ id }) => id);
const functionOf = (handler: string) =>
  resourcesOf('AWS::Lambda::Function').find(
    ({ Properties }) => Properties['Description'] === handler,
  )?.id;

const alarmsOn = (namespace: string, name: string) =>
  alarms().filter(({ metric }) => metric[0] === namespace && metric[1] === name);

describe('every alarm', () => {
  it.each(rows)('%s tells the topic when it begins and when it is over', (_, alarm) => {
    const topics = only('AWS::SNS::Topic');

    expect(topics).toHaveLength(1);
    expect(alarm.AlarmActions).toEqual(topics);
    expect(alarm.OKActions).toEqual(topics);
  });

  it.each(rows)(
    '%s is silent where nothing was measured, unless that is the trouble',
    (_, alarm) => {
      const isOnSchedule = alarm.metric[0] === 'AWS/Lambda';

      expect(alarm.TreatMissingData).toBe(isOnSchedule ? 'breaching' : 'notBreaching');
    },
  );

  it.each(rows)('%s sounds above a threshold, and says in words what for', (_, alarm) => {
    expect(alarm.ComparisonOperator).toBe('GreaterThanThreshold');
    expect(alarm.AlarmDescription).toMatch(/^[A-Z].{15,}[.:]/);
  });
});

describe('the alarms on sagas', () => {
  it.each([
    ['onboardingFailedSagas', 'ExecutionsFailed'],
    ['onboardingTimedOutSagas', 'ExecutionsTimedOut'],
    ['onboardingAbortedSagas', 'ExecutionsAborted'],
  ])('%s sounds at the first of %s', (name, metric) => {
    const [machine] = only('AWS::StepFunctions::StateMachine');

    expect(alarmNamed(name)).toMatchObject({
      metric: ['AWS/States', metric, `StateMachineArn=${machine}`],
      Statistic: 'Sum',
      Threshold: 0,
      EvaluationPeriods: 1,
    });
  });
});

describe('the alarms on what the product measures', () => {
  it.each([
    [
      'onboardingStuckSagas',
      'provisioning/onboarding/publishTenantProvisioningFailed.run',
      'StuckSagas',
      'Sum',
      0,
    ],
    ['onboardingLongSagas', 'provisioning/operators/watchSagas', 'LongestSaga', 'Maximum', 15 * 60],
    ['Orphans', 'provisioning/orphans/sweepOrphans', 'Orphans', 'Maximum', 0],
    ['DetachedKeys', 'provisioning/orphans/sweepOrphans', 'DetachedKeys', 'Maximum', 0],
    ['UnsentMail', 'mail/relayMail', 'OldestUnsentMail', 'Maximum', 300],
    ['UnfinishedRemovals', 'identity/finishRemovals', 'OldestUnfinishedRemoval', 'Maximum', 300],
    ['UnpublishedRegistrations', 'registration/relayOutbox', 'OldestUnpublished', 'Maximum', 300],
  ])('%s goes by what %s measures', (name, handler, metric, Statistic, Threshold) => {
    const dimension = `FunctionName=${functionOf(handler)}`;

    expect(alarmNamed(name)).toMatchObject({
      metric: ['TenantOnboarding', metric, dimension],
      Statistic,
      Threshold,
      EvaluationPeriods: 1,
    });
  });

  it('DeadDeliveries goes by what the filters of the senders’ logs count', () => {
    const counted = resourcesOf('AWS::Logs::MetricFilter').map(
      ({ Properties }) => Properties['MetricTransformations'],
    );
    const { metric, ...alarm } = alarmNamed('DeadDeliveries');

    expect(counted).toEqual(
      ['FanOut', 'Sweep'].map(() => [
        { MetricNamespace: metric[0], MetricName: metric[1], MetricValue: '1' },
      ]),
    );
    expect(metric).toHaveLength(2);
    expect(alarm).toMatchObject({ Statistic: 'Sum', Threshold: 0 });
  });
});

/** The ids of queues that keep dead letters, or of those that events wait in. */
const queues = (kind: 'dead letters' | 'waiting') =>
  resourcesOf('AWS::SQS::Queue')
    .filter(({ Properties }) => 'RedrivePolicy' in Properties === (kind === 'waiting'))
    .map(({ id }) => [`QueueName=${id}`])
    .sort();

describe('the alarms on dead letters', () => {
  it('watch every queue of them, each by one alarm', () => {
    const watched = alarmsOn('AWS/SQS', 'ApproximateNumberOfMessagesVisible');

    expect(watched.map(({ metric }) => metric.slice(2)).sort()).toEqual(queues('dead letters'));
    for (const alarm of watched) {
      expect(alarm).toMatchObject({ Statistic: 'Maximum', Threshold: 0, EvaluationPeriods: 1 });
    }
  });
});

describe('the alarms on events that wait', () => {
  it('watch every queue before a consumer, for longer than its tries take', () => {
    const watched = alarmsOn('AWS/SQS', 'ApproximateAgeOfOldestMessage');

    expect(watched.map(({ metric }) => metric.slice(2))).toEqual(queues('waiting'));
    expect(watched).toMatchObject([{ Statistic: 'Maximum', Threshold: 15 * 60 }]);
  });
});

describe('the alarms on scheduled functions', () => {
  it('watch every one of them, over as long as two of its runs take', () => {
    const watched = alarmsOn('AWS/Lambda', 'Errors').map(({ metric, ...alarm }) => [
      metric[2],
      alarm.Statistic,
      alarm.Period,
      alarm.EvaluationPeriods,
    ]);

    expect(watched.sort()).toEqual(
      [
        ['registration/relayOutbox', FIVE_MINUTES],
        ['mail/relayMail', FIVE_MINUTES],
        ['identity/finishRemovals', FIVE_MINUTES],
        ['provisioning/operators/watchSagas', FIVE_MINUTES],
        ['provisioning/orphans/sweepOrphans', HOUR],
        ['webhooks/sweep', FIVE_MINUTES],
      ]
        .map(([handler, period]) => [
          `FunctionName=${functionOf(String(handler))}`,
          'Sum',
          period,
          2,
        ])
        .sort(),
    );
  });

  it('leave no schedule out', () => {
    const schedules = resourcesOf('AWS::Events::Rule').filter(
      ({ Properties }) => 'ScheduleExpression' in Properties,
    );

    expect(alarmsOn('AWS/Lambda', 'Errors')).toHaveLength(schedules.length);
  });
});
