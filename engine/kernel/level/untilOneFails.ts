import { type Halt, type StateError, unwritable } from './stateError.ts';

/**
 * Carries out writes to a folder until one fails, and none after it: LevelDB would write on behind a torn record,
 * and a restart would leave out everything from there, although it was answered.
 */
export const untilOneFails = (folder: string, halt: Halt) => {
  let failure: StateError | undefined;
  return async (write: () => Promise<void>): Promise<void> => {
    if (failure) throw failure;
    try {
      await write();
    } catch (error) {
      failure ??= unwritable(folder, error);
      halt(failure);
      throw failure;
    }
  };
};
