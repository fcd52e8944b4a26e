/** Why a state failed: an error name that Retry and Catch match, and the story behind it. */
export type Failure = {
  error: string;
  cause?: string | undefined;
  /** The field whose JSONata expression failed, e.g. `Arguments/Payload/id`. */
  location?: string | undefined;
  /** The cause is the resource's or the Fail state's own: AWS passes it on without naming the state. */
  verbatim?: boolean | undefined;
};

/** Ends the current state's attempt; what follows is for its Retry and Catch to say. */
export class StateFailure extends Error {
  override readonly name = 'StateFailure';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(`${failure.error}: ${failure.cause ?? 'no cause'}`);
    this.failure = failure;
  }
}

/** The failure that a JSONata field of a state ends in. */
export const queryFailure = (location: string, cause: string): StateFailure =>
  new StateFailure({ error: 'States.QueryEvaluationError', cause, location });

/** The failure of a task whose Arguments its resource does not take; nothing retries or catches it. */
export const argumentsFailure = (cause: string): StateFailure =>
  new StateFailure({ error: 'States.Runtime', cause });
