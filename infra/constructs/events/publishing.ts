import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { EventDefinition } from '../../../events/defineEvent.ts';
import type { LambdaFunction } from '../lambdaFunction.ts';

/** An event as its publisher names it: what `defineEvent` declares, or another's. */
export type PublishedEvent = { readonly source: string; readonly type: string };

/** An event that partners publish, too. */
export type OpenEvent = Pick<EventDefinition, 'source' | 'type' | 'fromPartners'>;

const unique = (values: readonly string[]): string[] => [...new Set(values)].sort();

/**
 * What PutEvents must meet to be of these events and no other. A batch names several sources and types,
 * and each has to be one of these; without Null, a batch that names none would pass.
 */
export const publishingOnly = (events: readonly PublishedEvent[]) => ({
  'ForAllValues:StringEquals': {
    'events:source': unique(events.map(({ source }) => source)),
    'events:detail-type': unique(events.map(({ type }) => type)),
  },
  Null: { 'events:source': 'false', 'events:detail-type': 'false' },
});

/** That a function may publish, and in whose name: `BusGuard` keeps these names to their publishers. */
export class Publisher extends Construct {
  readonly sources: readonly string[];
  readonly role: Role;

  constructor(to: LambdaFunction, id: string, events: readonly PublishedEvent[]) {
    super(to, id);
    this.sources = unique(events.map(({ source }) => source));
    this.role = to.role;
  }
}

/** Lets a function put these events on a bus, under their own sources, and nothing else. */
export const grantPublish = (
  bus: IEventBus,
  to: LambdaFunction,
  events: readonly PublishedEvent[],
): void => {
  new Publisher(to, `PublisherOn${bus.node.id}`, events);
  to.role.addToPolicy(
    new PolicyStatement({
      actions: ['events:PutEvents'],
      resources: [bus.eventBusArn],
      conditions: publishingOnly(events),
    }),
  );
};
