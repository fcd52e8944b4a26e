import type { QuotaValues } from '#aws-limits/quotas.ts';
import type { Dispatch } from './endpoint/call.ts';
import type { Credentials } from './iam/credentials.ts';
import type { Clock } from './kernel/clock.ts';
import type { Faults } from './kernel/faults.ts';
import type { Halt } from './kernel/level/stateError.ts';
import type { Log } from './kernel/log.ts';
import type { Mail } from './kernel/mail.ts';
import type { Random } from './kernel/random.ts';
import type { Store } from './kernel/store.ts';

/** What every service of the engine stands on. */
export type Engine = Readonly<{
  accountId: string;
  region: string;
  /** Where SDK clients reach the engine, e.g. `http://127.0.0.1:4566`. */
  endpoint: string;
  /** The folder of all durable state; a temporary one in tests. */
  directory: string;
  clock: Clock;
  random: Random;
  store: Store;
  mail: Mail;
  faults: Faults;
  log: Log;
  credentials: Credentials;
  /** How much there may be of what AWS counts. */
  quotas: QuotaValues;
  /** Says that state can no longer be kept: the process has to end. */
  halt: Halt;
  /** Calls any service of the engine, this one included: authorized and faulted like every call. */
  call: Dispatch;
  /** The same without request rates: for CloudFormation, which repeats what is throttled until it gets through. */
  callUncounted: Dispatch;
}>;
