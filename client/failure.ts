/** What was asked for failed; the message says all that a person needs. Exit code 1. */
export class Failure extends Error {
  override readonly name = 'Failure';
}

/** The command line asks for something that makes no sense. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
