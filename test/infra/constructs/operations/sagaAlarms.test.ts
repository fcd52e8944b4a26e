import { describe, expect, it } from '@jest/globals';
import { alarmNamed } from '../../../support/alarms.ts';
import { resourcesOf } from '../../../support/resources.ts';

const [machine] = resourcesOf('AWS::StepFunctions::StateMachine').map(({ id }) => id);
const announcement = resourcesOf('AWS::Lambda::Function').find(
  ({ Properties }) =>
    Properties['Description'] === 'provisioning/onboarding/publishTenantProvisioningFailed.run',
)?.id;

describe('SagaAlarms', () => {
  it.each([
    ['onboardingTimedOutSagas', 'ExecutionsTimedOut'],
    ['onboardingAbortedSagas', 'ExecutionsAborted'],
  ])('%s sounds at the first of %s', (name, metric) => {
    expect(alarmNamed(name)).toMatchObject({
      metric: ['AWS/States', metric, `StateMachineArn=${machine}`],
      Statistic: 'Sum',
      Threshold: 0,
      EvaluationPeriods: 1,
    });
  });
});

describe('SagaAlarms, of failed sagas', () => {
  it('sounds at the first run that failed, unless its customer caused that', () => {
    expect(alarmNamed('onboardingFailedSagas')).toMatchObject({
      Expression: 'failed - FILL(customers, 0)',
      metric: ['AWS/States', 'ExecutionsFailed', `StateMachineArn=${machine}`],
      others: [['TenantOnboarding', 'CustomersFailures', `FunctionName=${announcement}`]],
      Statistic: 'Sum',
      Threshold: 0,
      EvaluationPeriods: 1,
    });
  });
});
