/** A start that cannot go on; the message is a line for the person at the terminal. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
