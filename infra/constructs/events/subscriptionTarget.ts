import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct, IConstruct } from 'constructs';
import { sendFailuresTo } from './delivery.ts';

/**
 * Where a subscriber takes its events: a function, a queue, or a bus, e.g. another account's. A
 * queue or bus of another account must admit us by its own policy.
 */
export type SubscriptionTarget =
  | { readonly kind: 'function'; readonly function: IFunction }
  | { readonly kind: 'queue'; readonly queue: IQueue }
  | { readonly kind: 'bus'; readonly busArn: string };

/** What a rule's target names, and what must be there before the rule sends anything. */
export type Place = {
  readonly arn: string;
  readonly roleArn?: string;
  readonly ready: IConstruct;
};

type Delivery = { readonly rules: readonly string[]; readonly deadLetterQueue: IQueue };

const EVENTS = 'events.amazonaws.com';

const sentBy = (rules: readonly string[]) => ({ ArnLike: { 'aws:SourceArn': [...rules] } });

/** Lets some rules send to a queue, and no other. */
export const admitRules = (queue: IQueue, rules: readonly string[]): void => {
  queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal(EVENTS)],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: sentBy(rules),
    }),
  );
};

const entrust = (consumer: IFunction, { rules, deadLetterQueue }: Delivery): Place => {
  for (const [index, sourceArn] of rules.entries()) {
    const name = index === 0 ? 'TenantEvents' : 'TenantEventReplays';
    consumer.addPermission(name, { principal: new ServicePrincipal(EVENTS), sourceArn });
  }
  deadLetterQueue.grant(consumer, 'sqs:SendMessage');
  sendFailuresTo(consumer, deadLetterQueue.queueArn);
  return { arn: consumer.functionArn, ready: consumer };
};

const forwarding = (scope: Construct, busArn: string, rules: readonly string[]): Place => {
  const role = new Role(scope, 'ForwardingRole', {
    assumedBy: new ServicePrincipal(EVENTS, { conditions: sentBy(rules) }),
  });
  role.addToPolicy(new PolicyStatement({ actions: ['events:PutEvents'], resources: [busArn] }));
  return { arn: busArn, roleArn: role.roleArn, ready: role };
};

/** The place to deliver to, opened for these rules and nobody else. */
export const placeOf = (
  scope: Construct,
  target: SubscriptionTarget,
  delivery: Delivery,
): Place => {
  switch (target.kind) {
    case 'function':
      return entrust(target.function, delivery);
    case 'queue':
      admitRules(target.queue, delivery.rules);
      return { arn: target.queue.queueArn, ready: target.queue };
    case 'bus':
      return forwarding(scope, target.busArn, delivery.rules);
  }
};
