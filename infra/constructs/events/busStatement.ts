import { CfnResource } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, type PolicyStatementProps } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

export type BusStatementProps = Pick<
  PolicyStatementProps,
  'effect' | 'principals' | 'conditions'
> & {
  readonly bus: IEventBus;
  /** Unique on the bus. */
  readonly statementId: string;
  /** What is written first: all are parts of one policy, which no two may write at a time. */
  readonly after?: BusStatement | undefined;
};

/**
 * One statement of a bus's policy about who may put events on it. A plain resource: cdk-nag reads a
 * property of CDK's own class that CDK warns of.
 */
export class BusStatement extends Construct {
  constructor(scope: Construct, id: string, props: BusStatementProps) {
    super(scope, id);
    const { bus, statementId, after, ...rest } = props;
    const statement = new PolicyStatement({
      actions: ['events:PutEvents'],
      resources: [bus.eventBusArn],
      ...rest,
    });
    new CfnResource(this, 'Statement', {
      type: 'AWS::Events::EventBusPolicy',
      properties: {
        EventBusName: bus.eventBusName,
        StatementId: statementId,
        Statement: statement.toStatementJson(),
      },
    });
    if (after) this.node.addDependency(after);
  }
}
