import { tenantNameKey } from '#shared/signUp/tenantNameKey.ts';

/** Of a name with more words, or a question, the others are not looked at. */
const MOST_WORDS = 10;

const wordsOf = (key: string): string[] =>
  key
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(Boolean)
    .slice(0, MOST_WORDS);

/** What tells a registration from others. */
export type Findable = {
  registrationId: string;
  tenantId: string;
  tenantName: string;
  adminEmail: string;
  /** The eventId of its TenantRegistered, by which its first saga goes. */
  registeredEventId: string;
};

/** By what a registration is found that has this address. */
export const addressTerm = tenantNameKey;

/** By what a registration is found: its ids, its address, its name and each word of it. */
export const termsOf = (registration: Findable): string[] => {
  const { registrationId, tenantId, tenantName, adminEmail, registeredEventId } = registration;
  const whole = [registrationId, tenantId, registeredEventId, adminEmail, tenantName];
  const keys = whole.map(tenantNameKey);
  return [...new Set([...keys, ...wordsOf(tenantNameKey(tenantName))])];
};

/** What is looked for: the text as a whole, and its words, all of which a name has to have. */
export const askedTerms = (text: string): { whole: string; words: string[] } => {
  const whole = tenantNameKey(text);
  return { whole, words: wordsOf(whole) };
};
