import { AsyncLocalStorage } from 'node:async_hooks';

/** What a piece of work is about: each line that it logs says so. Ids only, which are nobody's personal data. */
export type About = Readonly<{
  tenantId?: string | undefined;
  /** The registration behind it. */
  correlationId?: string | undefined;
  eventId?: string | undefined;
  /** The run of a saga. */
  execution?: string | undefined;
  /** The API's request. */
  requestId?: string | undefined;
}>;

const current = new AsyncLocalStorage<About>();

/** What the present piece of work is about. */
export const presentAbout = (): About => current.getStore() ?? {};

/** Runs a piece of work, and all that it awaits, as being about this. */
export const withAbout = <T>(about: About, run: () => T): T => current.run(about, run);
