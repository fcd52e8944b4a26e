import { domainToUnicode } from 'node:url';
import * as z from 'zod';

/** As Cognito's username is: people sign in by their address. */
const MAX_ADDRESS = 128;
/** RFC 5321, 4.5.3.1.1. */
const MAX_LOCAL = 64;

const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
/** The last label begins with a letter: it is no number of a computer. */
const DOMAIN = new RegExp(`^(?:${LABEL}\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$`);
const ADDRESS = `${LOCAL.source.slice(0, -1)}@${DOMAIN.source.slice(1)}`;

/** What a URL would take for an end of its host, or leave out. */
const NO_HOST = /[\s\p{C}%/\\?#:@[\]<>^|]/u;

const isHost = (domain: string): boolean =>
  !NO_HOST.test(domain) && URL.canParse(`http://${domain}`);

/** The domain in A-labels (UTS 46); as it was where it is none. */
const inAscii = (domain: string): string => {
  return isHost(domain) ? new URL(`http://${domain}`).hostname : domain;
};

const partsOf = (address: string): { local: string; domain: string } => {
  const at = address.lastIndexOf('@');
  return { local: address.slice(0, at), domain: address.slice(at + 1) };
};

/** Trimmed, in lower case, the domain in A-labels: an address that is written in two ways is one. */
const canonical = (given: string): string => {
  const address = given.trim().toLowerCase();
  if (!address.includes('@')) return address;
  const { local, domain } = partsOf(address);
  return `${local}@${inAscii(domain)}`;
};

/** Many of their letters look alike: a label with letters of two of them may pass for another. */
const ALIKE = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u];

const isMixed = (label: string): boolean => ALIKE.filter((script) => script.test(label)).length > 1;

/** An address as people type it, with its domain in their script; as it is kept where that might pass for another. */
export const typedAddress = (address: string): string => {
  const { local, domain } = partsOf(address);
  const typed = domainToUnicode(domain);
  const isMeant = inAscii(typed) === domain && !typed.split('.').some(isMixed);
  return isMeant ? `${local}@${typed}` : address;
};

const objectionToLocal = (local: string): string | undefined => {
  if (!/^\p{ASCII}*$/u.test(local)) {
    return 'must have plain letters (a to z), digits and signs before the @: our mail does not reach others';
  }
  if (local.length > MAX_LOCAL) return `must have at most ${MAX_LOCAL} characters before the @`;
  return LOCAL.test(local)
    ? undefined
    : 'must be an e-mail address: what stands before the @ is none';
};

const objectionTo = (address: string): string | undefined => {
  if (address === '') return 'must not be empty';
  const { local, domain } = partsOf(address);
  if (!address.includes('@') || local === '' || domain === '') {
    return 'must be an e-mail address, such as ada@example.com';
  }
  const objection = objectionToLocal(local);
  if (objection !== undefined) return objection;
  if (!DOMAIN.test(domain) || !isHost(domain)) {
    return 'must be an e-mail address: what stands after the @ is no domain, such as example.com';
  }
  return address.length > MAX_ADDRESS ? `must be at most ${MAX_ADDRESS} characters` : undefined;
};

/**
 * An e-mail address. An international domain is kept in A-labels, so that each address is one text; mail reaches
 * plain local parts only.
 */
export const EmailAddress = z
  .string()
  .overwrite(canonical)
  .check(({ value, issues }) => {
    const message = objectionTo(value);
    if (message !== undefined) issues.push({ code: 'custom', message, input: value });
  })
  .meta({
    description: 'An e-mail address, in lower case, with the domain in A-labels.',
    format: 'email',
    maxLength: MAX_ADDRESS,
    pattern: ADDRESS,
  });
