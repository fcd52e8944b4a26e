import { describe, expect, it } from '@jest/globals';
import { receiveRequest } from '../../../services/sbt-bridge/receiveRequest.ts';
import { anSbtRequest } from '../../support/sbtRequests.ts';

const aReceiver = () => {
  const accepted: unknown[] = [];
  const answered: unknown[] = [];
  const buried: { reason: string }[] = [];
  const receive = receiveRequest({
    accept: async (request) => void accepted.push(request),
    answer: async (...answer) => void answered.push(answer),
    deadLetter: async (_, why) => void buried.push(why),
  });
  const bring = (detail: unknown) =>
    receive({ id: 'event-1', time: '2026-01-05T09:30:00Z', detail });
  return { accepted, answered, buried, bring };
};

const wrong: [string, Record<string, unknown>, string][] = [
  ['a tier that is not for sale', { tier: 'advanced' }, 'tier'],
  ['no e-mail address', { email: 'nobody' }, 'email'],
  ['a name that no tenant may have', { tenantName: '' }, 'tenantName'],
];

describe('receiveRequest', () => {
  it('hands a request on, with tier and address as we write them', async () => {
    const { accepted, answered, buried, bring } = aReceiver();

    await bring(anSbtRequest());

    expect(accepted).toMatchObject([{ tier: 'premium', email: 'bill@initech.example' }]);
    expect([...answered, ...buried]).toEqual([]);
  });

  it.each(wrong)('answers %s with a failure and dead-letters it', async (_, more, field) => {
    const { accepted, answered, buried, bring } = aReceiver();
    const request = anSbtRequest(more);

    await bring(request);

    expect(accepted).toEqual([]);
    expect(answered).toEqual([
      [
        'sbt_aws_provisionFailure',
        {
          tenantRegistrationId: request.tenantRegistrationId,
          jobOutput: {
            tenantData: { tenantId: request.tenantId, tenantStatus: 'Failed' },
            tenantRegistrationData: { registrationStatus: 'Failed' },
          },
        },
      ],
    ]);
    expect(buried).toMatchObject([{ code: 'INVALID_EVENT' }]);
    expect(buried[0]?.reason).toContain(field);
  });

  it('dead-letters what does not say for which registration it is', async () => {
    const { answered, buried, bring } = aReceiver();

    await bring({ tenantName: 'Initech' });

    expect(answered).toEqual([]);
    expect(buried).toHaveLength(1);
  });
});
