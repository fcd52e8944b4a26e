import type { Stage } from 'aws-cdk-lib/aws-apigateway';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

export type RateWallProps = {
  readonly stage: Stage;
  /** Of one IP address, in five minutes. */
  readonly limit: number;
};

const measured = (metricName: string) => ({
  metricName,
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: true,
});

/** A web ACL before an API: it blocks addresses that ask too much, and lets everybody else through. */
export class RateWall extends Construct {
  constructor(scope: Construct, id: string, { stage, limit }: RateWallProps) {
    super(scope, id);
    const { attrArn: webAclArn } = new CfnWebACL(this, 'Acl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: measured('Requests'),
      rules: [
        {
          name: 'RatePerAddress',
          priority: 0,
          action: { block: {} },
          statement: {
            rateBasedStatement: { limit, aggregateKeyType: 'IP', evaluationWindowSec: 300 },
          },
          visibilityConfig: measured('Blocked'),
        },
      ],
    });
    new CfnWebACLAssociation(this, 'Association', { resourceArn: stage.stageArn, webAclArn });
  }
}
