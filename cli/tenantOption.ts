import { InvalidArgumentError, Option } from 'commander';
import { TenantId } from '#events/fields.ts';

/** The tenant id that an option is given, judged before anything is asked of the API. */
const tenantId = (given: string): TenantId => {
  const read = TenantId.safeParse(given);
  if (read.success) return read.data;
  throw new InvalidArgumentError(`It ${read.error.issues[0]?.message}.`);
};

/** `--tenant`: the one tenant that a command is about. */
export const tenantOption = (says: string): Option =>
  new Option('--tenant <tenantId>', says).argParser(tenantId);
