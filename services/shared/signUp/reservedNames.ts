import { tenantNameKey } from './tenantNameKey.ts';

/**
 * Names that would pass for us: of operators, and of the mailboxes that RFC 2142 sets aside. And "reminder": where
 * such a tenant's people sign in could not be asked, because `/sign-in/reminder` is another route.
 */
const reservedNames = [
  'admin',
  'administrator',
  'root',
  'system',
  'operator',
  'support',
  'security',
  'abuse',
  'noc',
  'postmaster',
  'hostmaster',
  'webmaster',
  'no-reply',
  'noreply',
  'reminder',
];

const keys = new Set(reservedNames.map(tenantNameKey));

/** Whether a name with this key is nobody's to have. */
export const isReserved = (nameKey: string): boolean => keys.has(nameKey);
