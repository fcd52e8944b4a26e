import { describe, expect, it } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { JsonObject } from '../../../../engine/kernel/json.ts';
import { TenantProvisioned } from '../../../../events/schemas/provisioning.ts';
import { TenantRegistered } from '../../../../events/schemas/registration.ts';
import {
  PartnerPublisher,
  type PartnerPublisherProps,
} from '../../../../infra/constructs/events/partnerPublisher.ts';
import { namesOf } from '../../../../infra/names.ts';
import { resourcesIn } from '../../../support/resources.ts';

const BUS = 'arn:aws:events:us-east-1:123456789012:event-bus/tenant-onboarding-dev';
const ROLE = 'arn:aws:iam::123456789012:role/acme/Publisher';
const ROOT = 'arn:aws:iam::999999999999:root';

/** The template of one partner. */
const admitted = (more: Partial<PartnerPublisherProps> = {}): JsonObject => {
  const app = new App();
  const stack = new Stack(app, 'Partners');
  new PartnerPublisher(stack, 'Acme', {
    bus: EventBus.fromEventBusArn(stack, 'Bus', BUS),
    names: namesOf('dev'),
    name: 'acme',
    principalArn: ROLE,
    events: [TenantRegistered],
    tiers: ['basic', 'standard'],
    perMinute: 30,
    ...more,
  });
  return app.synth().getStackByName('Partners').template;
};

const statementsIn = (template: JsonObject) =>
  resourcesIn(template, 'AWS::Events::EventBusPolicy').map(({ Properties }) => Properties);

describe('PartnerPublisher', () => {
  it('admits one role, with its own source and the events that are listed', () => {
    const [admit] = statementsIn(admitted());

    expect(admit).toEqual({
      EventBusName: 'tenant-onboarding-dev',
      StatementId: 'admit-partner-acme',
      Statement: {
        Effect: 'Allow',
        Principal: { AWS: ROLE },
        Action: 'events:PutEvents',
        Resource: BUS,
        Condition: {
          'ForAllValues:StringEquals': {
            'events:source': ['partner.acme'],
            'events:detail-type': ['TenantRegistered'],
          },
          Null: { 'events:source': 'false', 'events:detail-type': 'false' },
        },
      },
    });
  });

  it.each([
    ['a role', ROLE, { ArnNotEquals: { 'aws:PrincipalArn': ROLE } }],
    ['an account', ROOT, { StringNotEquals: { 'aws:PrincipalAccount': '999999999999' } }],
  ])('keeps the source of %s to it', (_what, principalArn, exceptions) => {
    const [, keep] = statementsIn(admitted({ principalArn }));

    expect(keep).toMatchObject({
      StatementId: 'keep-partner-acme',
      Statement: {
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Condition: {
          'ForAnyValue:StringEquals': { 'events:source': ['partner.acme'] },
          ...exceptions,
        },
      },
    });
  });

  it('writes down what the partner may order', () => {
    const [parameter] = resourcesIn(admitted(), 'AWS::SSM::Parameter');

    expect(parameter?.Properties).toMatchObject({
      Name: '/tenant-onboarding/dev/partners/acme',
      Value: JSON.stringify({
        types: ['TenantRegistered'],
        tiers: ['basic', 'standard'],
        perMinute: 30,
      }),
    });
  });

  it.each<[string, Partial<PartnerPublisherProps>, string]>([
    ['any role', { principalArn: 'arn:aws:iam::123456789012:role/*' }, 'one role or one account'],
    ['everybody', { principalArn: '*' }, 'one role or one account'],
    ['a session', { principalArn: 'arn:aws:sts::123456789012:assumed-role/a/b' }, 'one role'],
    ['a service', { principalArn: 'lambda.amazonaws.com' }, 'one role or one account'],
    ['a crooked name', { name: 'Acme.registration' }, 'must match'],
    ['an event of ours alone', { events: [TenantProvisioned] }, 'no partner publishes'],
    ['no event', { events: [] }, 'types'],
    ['no tier', { tiers: [] }, 'tiers'],
    ['no rate', { perMinute: 0 }, 'perMinute'],
  ])('does not admit %s', (_what, more, problem) => {
    expect(() => admitted(more)).toThrow(problem);
  });
});
