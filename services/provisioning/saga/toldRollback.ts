import type { Rollback } from './defineSaga.ts';
import { messageOf } from './lambdaCause.ts';

/** What events say of a rollback. */
export const toldRollback = ({
  failure: { step: failedStep, error },
  undone,
  stuck,
}: Rollback) => ({
  failedStep,
  error: { name: error.Error, message: messageOf(error.Cause ?? '') },
  compensated: stuck.length === 0,
  undone,
  stuck,
});
