import { type IEventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import type { EventDefinition } from '../../../events/defineEvent.ts';
import { DeadLetterQueue } from './deadLetterQueue.ts';
import { eventPattern, patternsOf, type RoutedPattern } from './routedPattern.ts';

export type UnknownVersionsProps = {
  readonly bus: IEventBus;
  readonly events: readonly Pick<EventDefinition, 'type' | 'major' | 'pattern'>[];
};

/** Events of one type in no version that is declared, and those that say none. */
const undeclared = (type: string, declared: UnknownVersionsProps['events']): RoutedPattern => {
  const majors = declared.map(({ major }) => `${major}.`);
  const prefix = majors.length > 1 ? majors : majors[0];
  const version = [{ 'anything-but': { prefix } }, { exists: false }];
  const source = declared.flatMap(({ pattern }) => pattern.source);
  return {
    source: [...new Map(source.map((one) => [JSON.stringify(one), one])).values()],
    detailType: [type],
    detail: { metadata: { version } },
  };
};

/**
 * Keeps our events of majors that nobody here knows: no consumer's rule matches them, so they would be
 * gone without a trace. Whoever publishes them is ahead of this deployment, or wrong.
 */
export class UnknownVersions extends Construct {
  readonly deadLetterQueue: DeadLetterQueue;

  constructor(scope: Construct, id: string, { bus, events }: UnknownVersionsProps) {
    super(scope, id);
    this.deadLetterQueue = new DeadLetterQueue(this, 'DeadLetters');
    const targets = [new SqsQueue(this.deadLetterQueue)];
    const types = [...new Set(events.map((event) => event.type))];
    const unknown = types.map((type) =>
      undeclared(
        type,
        events.filter((event) => event.type === type),
      ),
    );
    for (const { id: rule, pattern } of patternsOf(unknown)) {
      new Rule(this, rule, { eventBus: bus, eventPattern: eventPattern(pattern), targets });
    }
  }
}
