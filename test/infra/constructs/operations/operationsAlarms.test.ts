import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { alarmNamed, alarms } from '../../../support/alarms.ts';
import { resourcesOf } from '../../../support/resources.ts';

const HOUR = 3_600;
const FIVE_MINUTES = 300;

const rows = alarms().map((alarm) => [alarm.id, alarm] as const);
const only = (type: string) => resourcesOf(type).map(({ id }) => id);
/** The functions with this handler: each saga has a watcher of its own. */
const functionsOf = (handler: string) =>
  resourcesOf('AWS::Lambda::Function')
    .filter(({ Properties }) => Properties['Description'] === handler)
    .map(({ id }) => id);
const functionOf = (handler: string) => functionsOf(handler)[0];

const alarmsOn = (namespace: string, name: string) =>
  alarms().filter(({ metric }) => metric[0] === namespace && metric[1] === name);

/** Whether an alarm is on the runs of a schedule; CDK appends a hash of eight digits. */
const isOfSchedule = ({ id }: { id: string }) => id.slice(0, -8).endsWith('Runs');

const scheduleAlarms = () => alarmsOn('AWS/Lambda', 'Errors').filter(isOfSchedule);

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
      const isOnSchedule = isOfSchedule(alarm);

      expect(alarm.TreatMissingData).toBe(isOnSchedule ? 'breaching' : 'notBreaching');
    },
  );

  it.each(rows)('%s sounds above a threshold, and says in words what for', (_, alarm) => {
    expect(alarm.ComparisonOperator).toBe('GreaterThanThreshold');
    expect(alarm.AlarmDescription).toMatch(/^[A-Z].{15,}[.:]/);
  });
});

const Filter = z.object({
  LogGroupName: z.object({ Ref: z.string() }),
  FilterPattern: z.string(),
  MetricTransformations: z.tuple([z.json()]),
});

/** The log and the pattern of each filter that counts for a metric. */
const filtersOf = ([MetricNamespace, MetricName, ...dimensions]: readonly string[]) =>
  resourcesOf('AWS::Logs::MetricFilter')
    .map(({ Properties }) => Filter.parse(Properties))
    .filter(({ MetricTransformations: [counted] }) =>
      isDeepStrictEqual(
        [counted, dimensions],
        [{ MetricNamespace, MetricName, MetricValue: '1' }, []],
      ),
    )
    .map(({ LogGroupName, FilterPattern }) => [LogGroupName, FilterPattern]);

const logsOf = (handler: string) =>
  z
    .object({ LoggingConfig: z.object({ LogGroup: z.json() }) })
    .parse(
      resourcesOf('AWS::Lambda::Function').find(
        ({ Properties }) => Properties['Description'] === handler,
      )?.Properties,
    ).LoggingConfig.LogGroup;

describe('the alarms on what the product measures', () => {
  it.each([
    [
      'onboardingStuckSagas',
      'provisioning/onboarding/publishTenantProvisioningFailed.run',
      'StuckSagas',
      'Sum',
      0,
    ],
    [
      'offboardingStuckSagas',
      'provisioning/offboarding/publishTenantOffboardingFailed.run',
      'StuckSagas',
      'Sum',
      0,
    ],
    ['onboardingLongSagas', 'provisioning/operators/watchSagas', 'LongestSaga', 'Maximum', 15 * 60],
    ['Orphans', 'provisioning/orphans/sweepOrphans', 'Orphans', 'Maximum', 0],
    ['DetachedKeys', 'provisioning/orphans/sweepOrphans', 'DetachedKeys', 'Maximum', 0],
    ['AppClientsQuota', 'provisioning/orphans/sweepOrphans', 'AppClients', 'Maximum', 800],
    ['UserPoolsQuota', 'provisioning/orphans/sweepOrphans', 'UserPools', 'Maximum', 800],
    ['ApiKeysQuota', 'provisioning/orphans/sweepOrphans', 'ApiKeys', 'Maximum', 8_000],
    ['TablesQuota', 'provisioning/orphans/sweepOrphans', 'Tables', 'Maximum', 2_000],
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

  it('DeadDeliveries goes by what the filter of the sender’s log counts', () => {
    const { metric, ...alarm } = alarmNamed('DeadDeliveries');
    const dead = '($.message = "webhook delivery dead") || ($.message = "webhook disabled")';

    expect(filtersOf(metric)).toEqual([[logsOf('webhooks/deliver'), `{ ${dead} }`]]);
    expect(alarm).toMatchObject({ Statistic: 'Sum', Threshold: 0 });
  });

  it('AuthorizerFailures goes by the authorizer’s own error line, which a bad token does not cause', () => {
    const { metric, ...alarm } = alarmNamed('AuthorizerFailures');

    expect(filtersOf(metric)).toEqual([
      [logsOf('identity/authorizer/authorize'), '{ $.message = "task failed" }'],
    ]);
    expect(alarm).toMatchObject({ Statistic: 'Sum', Threshold: 0, EvaluationPeriods: 1 });
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

    expect(watched.map(({ metric }) => metric.slice(2)).sort()).toEqual(queues('waiting'));
    expect(watched).toHaveLength(5);
    for (const alarm of watched) {
      expect(alarm).toMatchObject({ Statistic: 'Maximum', Threshold: 15 * 60 });
    }
  });
});

describe('the alarms on scheduled functions', () => {
  it('watch every one of them, over as long as two of its runs take', () => {
    const watched = scheduleAlarms().map(({ metric, ...alarm }) => [
      metric[2],
      alarm.Statistic,
      alarm.Period,
      alarm.EvaluationPeriods,
    ]);

    expect(watched.sort()).toEqual(
      [
        ['registration/relayOutbox', FIVE_MINUTES],
        ['mail/relayMail', FIVE_MINUTES],
        ['provisioning/tenants/relayStatus', FIVE_MINUTES],
        ['identity/finishRemovals', FIVE_MINUTES],
        ['provisioning/operators/watchSagas', FIVE_MINUTES],
        ['provisioning/offboarding/startLifecycle', FIVE_MINUTES],
        ['provisioning/orphans/sweepOrphans', HOUR],
        ['webhooks/sweep', FIVE_MINUTES],
      ]
        .flatMap(([handler, period]) =>
          functionsOf(String(handler)).map((id) => [`FunctionName=${id}`, 'Sum', period, 2]),
        )
        .sort(),
    );
  });

  it('leave no schedule out', () => {
    const schedules = resourcesOf('AWS::Events::Rule').filter(
      ({ Properties }) => 'ScheduleExpression' in Properties,
    );

    expect(scheduleAlarms()).toHaveLength(schedules.length);
  });
});

describe('the alarms on the APIs', () => {
  it.each([
    ['control', 'OperationsAlarms'],
    ['app', 'Operations'],
  ])(
    'that of the %s API sounds when it answers more than one in a hundred with 5xx',
    (api, below) => {
      expect(alarmNamed('ServerErrors', below)).toMatchObject({
        metric: ['AWS/ApiGateway', '5XXError', `ApiName=tenant-onboarding-dev-${api}`],
        Statistic: 'Average',
        Threshold: 0.01,
        EvaluationPeriods: 1,
      });
    },
  );

  it('go by names that the APIs bear', () => {
    const names = resourcesOf('AWS::ApiGateway::RestApi').map(
      ({ Properties }) => `ApiName=${Properties['Name']}`,
    );

    expect(alarmsOn('AWS/ApiGateway', '5XXError').map(({ metric }) => metric[2])).toEqual(names);
    expect(new Set(names).size).toBe(2);
  });
});

describe('the alarms on the application’s functions', () => {
  it.each([
    ['ProductsErrors', 'app-plane/products'],
    ['OrdersErrors', 'app-plane/orders'],
  ])('%s sounds at the first run of %s that crashes', (name, handler) => {
    expect(alarmNamed(name, 'Operations')).toMatchObject({
      metric: ['AWS/Lambda', 'Errors', `FunctionName=${functionOf(handler)}`],
      Statistic: 'Sum',
      Threshold: 0,
      EvaluationPeriods: 1,
    });
  });
});
