import { Stack } from 'aws-cdk-lib';
import { CfnEventBusPolicy, type IEventBus } from 'aws-cdk-lib/aws-events';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct, type IConstruct } from 'constructs';
import { ownSources } from '../../../events/catalog.ts';
import { allIn } from '../allIn.ts';
import { Publisher } from './publishing.ts';

export type BusGuardProps = { readonly bus: IEventBus };

const isPublisher = (each: IConstruct) => each instanceof Publisher;

export type SourceKeeping = {
  readonly bus: IEventBus;
  readonly source: string;
  /** Whoever is not among them may not use the source, whatever its own policy allows. */
  readonly keepers: readonly string[];
};

/** Denies a source to everybody but its publishers, in every batch that holds it. */
export const denyingOthers = ({ bus, source, keepers }: SourceKeeping): PolicyStatement =>
  new PolicyStatement({
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: ['events:PutEvents'],
    resources: [bus.eventBusArn],
    conditions: {
      'ForAnyValue:StringEquals': { 'events:source': [source] },
      ArnNotEquals: { 'aws:PrincipalArn': [...keepers] },
    },
  });

/**
 * Keeps each of our sources to the functions that publish in its name: the bus denies it to anybody
 * else in the account. The last of its stack that publishes.
 */
export class BusGuard extends Construct {
  constructor(scope: Construct, id: string, { bus }: BusGuardProps) {
    super(scope, id);
    let before: CfnEventBusPolicy | undefined;
    for (const source of ownSources) {
      const statement = denyingOthers({ bus, source, keepers: this.publishersOf(source) });
      const policy = new CfnEventBusPolicy(this, `Keep-${source}`, {
        eventBusName: bus.eventBusName,
        statementId: `keep-${source}`,
        statement: statement.toStatementJson(),
      });
      // Each is a part of one policy, which no two of them may write at a time.
      if (before) policy.addResourceDependency(before);
      before = policy;
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
