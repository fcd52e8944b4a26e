import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';

/** How often EventBridge tries to hand an event to its target: AWS's own limit. */
export const DELIVERY_RETRIES = 185;

const FUNCTION_RETRIES = 2;

/** How long an event is worth another try by a function. */
export const MAX_EVENT_AGE = Duration.hours(6);

/** Lambda takes an event before the function has seen it: what then fails goes to this destination. */
export const sendFailuresTo = (consumer: IFunction, destination: string): void =>
  consumer.configureAsyncInvoke({
    retryAttempts: FUNCTION_RETRIES,
    maxEventAge: MAX_EVENT_AGE,
    // CDK's own destinations would grant more: reading the queue, all versions of the function.
    onFailure: { bind: () => ({ destination }) },
  });
