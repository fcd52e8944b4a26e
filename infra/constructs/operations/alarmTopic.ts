import { RemovalPolicy } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** Where alarms go. Encrypted by a key of its own: CloudWatch may not use the one that AWS manages. */
export class AlarmTopic extends Topic {
  constructor(scope: Construct, id: string) {
    const masterKey = new Key(scope, `${id}Key`, {
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const cloudWatch = new ServicePrincipal('cloudwatch.amazonaws.com');
    masterKey.grant(cloudWatch, 'kms:Decrypt', 'kms:GenerateDataKey*');
    super(scope, id, { masterKey, enforceSSL: true });
    this.grantPublish(cloudWatch);
  }
}
