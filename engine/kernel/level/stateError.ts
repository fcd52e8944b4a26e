/**
 * State cannot be opened or kept, and the process has to end. The message is all that the person at the
 * terminal needs to be told.
 */
export class StateError extends Error {
  override readonly name = 'StateError';
  readonly kind: 'locked' | 'damaged' | 'unwritable';

  constructor(kind: StateError['kind'], message: string, cause: unknown) {
    super(message, { cause });
    this.kind = kind;
  }
}

/** Told, once, that state can no longer be kept. */
export type Halt = (error: StateError) => void;

/** For whoever has nobody to tell: the caller of the write that failed is told anyway. */
export const rethrow: Halt = (error) => {
  throw error;
};

const reasonOf = (error: unknown): string => {
  const { cause } = error instanceof Error ? error : { cause: undefined };
  if (cause instanceof Error) return cause.message;
  return error instanceof Error ? error.message : String(error);
};

/** For a folder that cannot be written to, e.g. because its disk is full. */
export const unwritable = (folder: string, cause: unknown): StateError =>
  new StateError(
    'unwritable',
    `${folder} takes no more (${reasonOf(cause)}): make room there, or see who may write to it, and start again; whatever was answered with success is kept`,
    cause,
  );

/** For a folder whose files are not as they were written. */
export const damaged = (folder: string, cause: unknown): StateError =>
  new StateError(
    'damaged',
    `${folder} is damaged (${reasonOf(cause)}): nothing in it was changed; bring the whole LOCAL_DIR back from a copy, or move it away to start afresh`,
    cause,
  );
