import { describe, expect, it } from '@jest/globals';
import { alarmNamed } from '../../../support/alarms.ts';

describe('IdentityService', () => {
  it('audit 2: has an alarm sound while first admins wait because no mail goes out', () => {
    const { metric, ...alarm } = alarmNamed('WaitingForMail');

    expect(metric).toEqual([
      'AWS/SQS',
      'ApproximateNumberOfMessagesDelayed',
      expect.stringMatching(/^QueueName=IdentityTenantAdminsPostponed/),
    ]);
    expect(alarm).toMatchObject({ Statistic: 'Maximum', Threshold: 0, Period: 300 });
  });
});
