import type { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { DeadLetterQueue } from './events/deadLetterQueue.ts';
import type { LambdaFunction } from './lambdaFunction.ts';

export type ScheduledFunctionProps = {
  readonly run: LambdaFunction;
  readonly every: Duration;
};

/** Runs a function at a rate. A failed run is not repeated: the next one takes up what it left. */
export class ScheduledFunction extends Construct {
  readonly run: LambdaFunction;
  readonly every: Duration;

  constructor(scope: Construct, id: string, { run, every }: ScheduledFunctionProps) {
    super(scope, id);
    this.run = run;
    this.every = every;
    const deadLetterQueue = new DeadLetterQueue(this, 'DeadLetters');
    const target = new LambdaTarget(run.function, { deadLetterQueue, retryAttempts: 0 });
    run.function.configureAsyncInvoke({ retryAttempts: 0 });
    new Rule(this, 'Schedule', { schedule: Schedule.rate(every), targets: [target] });
  }
}
