import { Stack } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { AnyPrincipal, Effect } from 'aws-cdk-lib/aws-iam';
import { Construct, type IConstruct } from 'constructs';
import { ownSources } from '../../../events/catalog.ts';
import { allIn } from '../allIn.ts';
import { BusStatement } from './busStatement.ts';
import { Publisher } from './publishing.ts';

export type BusGuardProps = { readonly bus: IEventBus };

const isPublisher = (each: IConstruct) => each instanceof Publisher;

/** A denial to everybody but some, of every batch that holds a source. */
export const denying = (source: string, exceptions: object) => ({
  effect: Effect.DENY,
  principals: [new AnyPrincipal()],
  conditions: { 'ForAnyValue:StringEquals': { 'events:source': [source] }, ...exceptions },
});

/**
 * Keeps each of our sources to the functions that publish in its name: the bus denies it to anybody
 * else in the account. The last of its stack that publishes.
 */
export class BusGuard extends Construct {
  constructor(scope: Construct, id: string, { bus }: BusGuardProps) {
    super(scope, id);
    let after: BusStatement | undefined;
    for (const source of ownSources) {
      const keepers = { ArnNotEquals: { 'aws:PrincipalArn': this.publishersOf(source) } };
      const statementId = `keep-${source}`;
      const statement = denying(source, keepers);
      after = new BusStatement(this, source, { bus, statementId, after, ...statement });
    }
  }

  private publishersOf(source: string): string[] {
    const roles = allIn(Stack.of(this), isPublisher)
      .filter(([, { sources }]) => sources.includes(source))
      .map(([, { role }]) => role.roleArn);
    if (roles.length === 0) throw new Error(`nobody in this stack publishes as ${source}`);
    return roles;
  }
}
