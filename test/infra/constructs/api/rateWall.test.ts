import { describe, expect, it } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { MockIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { RateWall } from '../../../../infra/constructs/api/rateWall.ts';
import { resourcesOf } from '../../../support/resources.ts';

describe('a rate wall', () => {
  it('blocks an address beyond its limit, before one stage', () => {
    const stack = new Stack(new App(), 'Walled');
    const api = new RestApi(stack, 'Api');
    api.root.addMethod('GET', new MockIntegration());

    new RateWall(stack, 'Wall', { stage: api.deploymentStage, limit: 500 });

    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::WAFv2::WebACL', {
      Scope: 'REGIONAL',
      DefaultAction: { Allow: {} },
      Rules: [
        {
          Action: { Block: {} },
          Statement: { RateBasedStatement: { Limit: 500, AggregateKeyType: 'IP' } },
        },
      ],
    });
    template.resourceCountIs('AWS::WAFv2::WebACLAssociation', 1);
  });

  it('is only where a stage has a number for it', () => {
    expect(resourcesOf('AWS::WAFv2::WebACL')).toEqual([]);
  });
});
