import { describe, expect, it } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { stages } from '../../../../infra/config.ts';
import { MailService } from '../../../../infra/constructs/mail/mailService.ts';
import { resourcesOf } from '../../../support/resources.ts';
import { policies } from '../../../support/statements.ts';

const SENDER = 'no-reply@tenant-onboarding.example';
const sending = policies()
  .flatMap(({ statements }) => statements)
  .filter(({ Action }) => Action.includes('ses:SendEmail'));

describe('the mail service', () => {
  it('sends from one identity, and lets nobody send from another', () => {
    const identities = resourcesOf('AWS::SES::EmailIdentity');

    expect(identities.map(({ Properties }) => Properties['EmailIdentity'])).toEqual([SENDER]);
    expect(sending.length).toBeGreaterThan(0);
    for (const { Resource, Condition } of sending) {
      expect(JSON.stringify(Resource)).toContain(`identity/${SENDER}`);
      expect(Condition).toEqual({ StringEquals: { 'ses:FromAddress': SENDER } });
    }
  });

  it('says in a stage without a sender what follows, and can then send nothing', () => {
    const stack = new Stack(
      new App({ context: { 'aws:cdk:bundling-stacks': [] } }),
      'WithoutSender',
    );

    const { environment } = new MailService(stack, 'Mail', { config: stages.prod });

    expect(environment.MAIL_FROM).toBe('');
    Annotations.fromStack(stack).hasWarning(
      '/WithoutSender/Mail',
      Match.stringLikeRegexp('operators confirm sign-ups'),
    );
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::SES::EmailIdentity', 0);
    expect(JSON.stringify(template.toJSON())).not.toContain('ses:SendEmail');
  });
});
