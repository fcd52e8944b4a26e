import { describe, expect, it } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { z } from 'zod';
import { UnknownVersions } from '../../../../infra/constructs/events/unknownVersions.ts';
import { anEvent } from '../../../support/anEvent.ts';
import { resourcesIn } from '../../../support/resources.ts';

const total = { data: { total: z.number() }, example: { total: 7 } };
const InvoiceSent = anEvent({ type: 'InvoiceSent', source: 'registration', ...total });
const InvoiceSentV2 = anEvent({
  type: 'InvoiceSent',
  major: 2,
  source: 'registration',
  ...total,
});
const InvoicePaid = anEvent({
  type: 'InvoicePaid',
  fromPartners: true,
  source: 'identity',
  ...total,
});

describe('UnknownVersions', () => {
  it('has one rule for each type, of all versions but those that are declared', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const bus = EventBus.fromEventBusName(stack, 'Bus', 'bus');
    const events = [InvoiceSent, InvoiceSentV2, InvoicePaid];

    new UnknownVersions(stack, 'UnknownVersions', { bus, events });

    const { template } = app.synth().getStackByName('Stack');
    const patterns = resourcesIn(template, 'AWS::Events::Rule').map(
      ({ Properties }) => Properties['EventPattern'],
    );
    const but = (prefix: string | string[]) => ({
      metadata: { version: [{ 'anything-but': { prefix } }, { exists: false }] },
    });
    expect(patterns).toEqual([
      { source: ['registration'], 'detail-type': ['InvoiceSent'], detail: but(['1.', '2.']) },
      {
        source: ['identity', { prefix: 'partner.' }],
        'detail-type': ['InvoicePaid'],
        detail: but('1.'),
      },
    ]);
  });
});
