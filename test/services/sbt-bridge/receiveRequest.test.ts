import { describe, expect, it } from '@jest/globals';
import type { Answered } from '../../../services/sbt-bridge/answerTable.ts';
import { receiveRequest } from '../../../services/sbt-bridge/receiveRequest.ts';
import { anSbtRequest } from '../../support/sbtRequests.ts';

const anAnswer: Answered = {
  sequence: -1,
  type: 'sbt_aws_provisionFailure',
  answer: {
    tenantRegistrationId: 'r1',
    jobOutput: { tenantData: {}, tenantRegistrationData: { registrationStatus: 'Failed' } },
  },
};

/** A receiver that knows something of every registration, or nothing. */
const aReceiver = (known?: 'registration' | 'answer') => {
  const accepted: unknown[] = [];
  const answered: unknown[] = [];
  const buried: { reason: string }[] = [];
  const given: unknown[] = [];
  const repeated: string[] = [];
  const receive = receiveRequest({
    accept: async (request) => void accepted.push(request),
    isKnown: async () => known === 'registration',
    answers: {
      newest: async () => (known === 'answer' ? anAnswer : undefined),
    },
    give: async (...answer) => void given.push(answer),
    repeat: async (registrationId) => void repeated.push(registrationId),
    answer: async (...answer) => void answered.push(answer),
    deadLetter: async (_, why) => void buried.push(why),
  });
  const bring = (detail: unknown) =>
    receive({ id: 'event-1', time: '2026-01-05T09:30:00Z', detail });
  return { accepted, answered, given, repeated, buried, bring };
};

const wrong: [string, Record<string, unknown>, string][] = [
  ['a tier that is not for sale', { tier: 'advanced' }, 'tier'],
  ['no e-mail address', { email: 'nobody' }, 'email'],
  ['a name that no tenant may have', { tenantName: '' }, 'tenantName'],
];

describe('receiveRequest', () => {
  it('hands a request on, with tier and address as we write them', async () => {
    const { accepted, answered, given, buried, bring } = aReceiver();

    await bring(anSbtRequest());

    expect(accepted).toMatchObject([{ tier: 'premium', email: 'bill@initech.example' }]);
    expect([...answered, ...given, ...buried]).toEqual([]);
  });

  it.each(wrong)('answers %s with a failure and dead-letters it', async (_, more, field) => {
    const { accepted, given, buried, bring } = aReceiver();
    const request = anSbtRequest(more);

    await bring(request);

    expect(accepted).toEqual([]);
    expect(given).toEqual([
      [
        `sbt-${request.tenantRegistrationId}`,
        {
          sequence: -1,
          type: 'sbt_aws_provisionFailure',
          answer: {
            tenantRegistrationId: request.tenantRegistrationId,
            jobOutput: {
              tenantData: { tenantId: request.tenantId, tenantStatus: 'Failed' },
              tenantRegistrationData: { registrationStatus: 'Failed' },
            },
          },
        },
      ],
    ]);
    expect(buried).toMatchObject([{ code: 'INVALID_EVENT' }]);
    expect(buried[0]?.reason).toContain(field);
  });

  it.each(['registration', 'answer'] as const)(
    'tells once more what is known where it knows of a %s, whatever is wrong now',
    async (known) => {
      const { given, repeated, buried, bring } = aReceiver(known);
      const request = anSbtRequest({ tier: 'advanced' });

      await bring(request);

      expect(given).toEqual([]);
      expect(repeated).toEqual([`sbt-${request.tenantRegistrationId}`]);
      expect(buried).toHaveLength(1);
    },
  );

  it('answers a request under an id that no registration can have', async () => {
    const { answered, given, bring } = aReceiver();

    await bring(anSbtRequest({ tenantRegistrationId: 'no id at all' }));

    expect(answered).toMatchObject([['sbt_aws_provisionFailure', {}]]);
    expect(given).toEqual([]);
  });

  it('dead-letters what does not say for which registration it is', async () => {
    const { answered, buried, bring } = aReceiver();

    await bring({ tenantName: 'Initech' });

    expect(answered).toEqual([]);
    expect(buried).toHaveLength(1);
  });
});
