/** An error of the runtime itself, under the name that Lambda gives it. */
export class RuntimeError extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
  }
}

const isError = (value) =>
  typeof value?.name === 'string' &&
  typeof value.message === 'string' &&
  typeof value.stack === 'string';

/** What a failed invocation answers for a thrown value, as JSON text. */
export const errorPayload = (thrown) =>
  JSON.stringify(
    isError(thrown)
      ? { errorType: thrown.name, errorMessage: thrown.message, trace: thrown.stack.split('\n') }
      : { errorType: typeof thrown, errorMessage: String(thrown), trace: [] },
  );
