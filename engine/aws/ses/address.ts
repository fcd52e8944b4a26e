import { badRequest } from './sesOperation.ts';

/** A mail address apart from the name that may stand before it. */
export type Address = { address: string; displayName: string | undefined };

const NAMED = /^(?:"((?:[^"\\]|\\.)*)"|([^<>"]*?))\s*<([^<>]*)>$/;

/** Everything that mail without SMTPUTF8 can carry; SES asks for A-labels in domains. */
const MAILBOX =
  /^[\x21-\x3f\x41-\x7e]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+$/;

const LONGEST = 320;
/** With the name before it: more than any header line may hold. */
const LONGEST_NAMED = 998;

const problemOf = (text: string, address: string): string | undefined => {
  if (/\p{Cc}/u.test(text) || /\s/.test(address)) {
    return 'Local address contains control or whitespace';
  }
  if (!address.includes('@')) return "Missing final '@domain'";
  return address.length <= LONGEST && MAILBOX.test(address) ? undefined : 'Illegal address';
};

/** Reads `ann@x.example` or `Ann <ann@x.example>`; whatever SES could not send to is a BadRequestException. */
export const readAddress = (text: string): Address => {
  if (text.length > LONGEST_NAMED) throw badRequest('Illegal address');
  const [, quoted, plain, inner] = NAMED.exec(text) ?? [];
  const address = inner ?? text;
  const problem = problemOf(text, address);
  if (problem !== undefined) throw badRequest(problem);
  const displayName = quoted?.replaceAll(/\\(.)/g, '$1') ?? plain;
  return { address, displayName: displayName === '' ? undefined : displayName };
};
