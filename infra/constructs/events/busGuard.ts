import { Stack } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { AnyPrincipal, Effect } from 'aws-cdk-lib/aws-iam';
import { Construct, type IConstruct } from 'constructs';
import type { EventSource } from '../../../events/defineEvent.ts';
import { allIn } from '../allIn.ts';
import { BusStatement } from './busStatement.ts';
import { Publisher } from './publishing.ts';

export type BusGuardProps = {
  readonly bus: IEventBus;
  /** Ours that are kept to the functions of this stack. */
  readonly sources: readonly EventSource[];
};

const isPublisher = (each: IConstruct) => each instanceof Publisher;

/** A denial to everybody but some, of every batch that holds a source. */
export const denying = (source: string, exceptions: object) => ({
  effect: Effect.DENY,
  principals: [new AnyPrincipal()],
  conditions: { 'ForAnyValue:StringEquals': { 'events:source': [source] }, ...exceptions },
});

/**
 * Keeps sources of ours to the functions that publish in their names: the bus denies them to anybody
 * else in the account. The last of its stack that publishes.
 */
export class BusGuard extends Construct {
  constructor(scope: Construct, id: string, { bus, sources }: BusGuardProps) {
    super(scope, id);
    let after: BusStatement | undefined;
    for (const source of sources) {
      const keepers = { ArnNotEquals: { 'aws:PrincipalArn': this.publishersOf(source) } };
      const statementId = `keep-${source}`;
      const statement = denying(source, keepers);
      after = new BusStatement(this, source, { bus, statementId, after, ...statement });
    }
  }

  private publishersOf(source: string): string[] {
    const roles = allIn(Stack.of(this), isPublisher)
      .filter(([, publisher]) => publisher.sources.includes(source))
      .map(([, { role }]) => role.roleArn);
    if (roles.length === 0) throw new Error(`nobody in this stack publishes as ${source}`);
    return roles;
  }
}
