import type { Letter } from './mail.ts';

/** Joiners belong to names of some scripts; any other character that cannot be seen may hide something. */
const UNSEEN = /(?![\u200c\u200d])[\p{C}\p{Zl}\p{Zp}]/u;
const MARKUP = /[<>[\]{}`|\\]|&#?\w+;/;
/** What mail programs turn into a link: `x.example`, `x@…`, `tel:…`, `//x`. */
const LINK = /\p{L}\.\p{L}{2}|\p{N}\.\p{L}|\d\.\d+\.\d|@|\w{3}:\S|\/\/|www\./iu;
/** Could be taken for a code. */
const DIGITS = /\p{N}{6}/u;

/** As a reader sees it: full-width signs and ideographic stops are dots too. */
const seen = (name: string): string => name.normalize('NFKC').replaceAll(/[。｡․]/g, '.');

/** A company's name as a mail may bear it: strangers choose names, and our mail is trusted. */
export const mentionOf = (tenantName: string): string =>
  [UNSEEN, MARKUP, LINK, DIGITS].some((sign) => sign.test(seen(tenantName)))
    ? 'your company'
    : tenantName;

/** Brings the code that confirms a sign-up, which is its only group of 6 to 8 digits. */
export const confirmationLetter = (tenantName: string, code: string): Letter => ({
  subject: 'The code that confirms your sign-up',
  text: [
    `Somebody, we hope you, asked to sign up ${mentionOf(tenantName)} and gave this address.`,
    'This code confirms it:',
    `    ${code}`,
    'It is good for one day. If it was not you, do nothing: without the code nothing is made.',
    '',
  ].join('\n\n'),
});

/** Brings the code that confirms a person's new address: its only group of 6 to 8 digits. */
export const addressCodeLetter = (code: string): Letter => ({
  subject: 'The code that confirms your new address',
  text: [
    'Somebody, we hope you, asked to sign in by this address from now on.',
    'This code confirms it:',
    `    ${code}`,
    'It is good for one hour. If it was not you, do nothing: without the code nothing changes.',
    '',
  ].join('\n\n'),
});

/** Tells a person at its present address that it asked for another one. */
export const addressWordLetter: Letter = {
  subject: 'You asked for another address',
  text: [
    'Somebody, we hope you, asked to sign in by another address in place of this one. We have mailed a code there.',
    'If it was not you, somebody else is signed in as you: set another password at once.',
    '',
  ].join('\n\n'),
};

/** What an invitation tells, and what stands for the name and the password to sign in by. */
type Invitation = {
  tenantName: string;
  /** Ends with a slash. */
  apiUrl: string;
  username: string;
  password: string;
  days: number;
};

/** As HTML shows it: what else could be markup is in no name that is mentioned. */
const inHtml = (text: string): string => text.replaceAll('&', '&amp;');

/** What tells where the people of a tenant sign in. */
const signInUrl = (apiUrl: string, tenantName: string): string =>
  `${apiUrl}sign-in/${encodeURIComponent(tenantName)}`;

const whereToSignIn = ({ tenantName, apiUrl }: Invitation): string =>
  mentionOf(tenantName) === tenantName
    ? `${signInUrl(apiUrl, tenantName)} tells where to sign in.`
    : `${signInUrl(apiUrl, '')}, followed by the name of your company, tells where to sign in.`;

/** Cognito's mail to whom a tenant makes its user, which is HTML. It ends with the temporary password. */
export const invitationLetter = (invitation: Invitation): { subject: string; html: string } => ({
  subject: 'You are invited',
  html: [
    `You can now use ${inHtml(mentionOf(invitation.tenantName))}.`,
    inHtml(whereToSignIn(invitation)),
    `This invitation is good for ${invitation.days} days; the first sign-in asks for a password of your own. If you did not expect it, do nothing.`,
    `Your username is ${invitation.username} and temporary password is ${invitation.password}.`,
  ].join('<br><br>'),
});

/** Tells a person who has signed in before that one more tenant has made it a user. */
export const membershipLetter = (tenantName: string): Letter => ({
  subject: 'You are invited',
  text: [
    `You can now use ${mentionOf(tenantName)} too.`,
    'Sign in there with this address and the password that you have.',
    'If you did not expect this, do nothing.',
    '',
  ].join('\n\n'),
});

/**
 * Tells a person where it can sign in: by the names that a mail may bear, each with its address, and how many
 * others there are. The URL ends with a slash.
 */
export const reminderLetter = (tenantNames: readonly string[], apiUrl: string): Letter => {
  const named = tenantNames.filter((name) => mentionOf(name) === name);
  const others = tenantNames.length - named.length;
  return {
    subject: 'Where you can sign in',
    text: [
      'Somebody, we hope you, asked where this address can sign in.',
      ...(named.length > 0 ? ['It can sign in by these names, each with what tells where:'] : []),
      ...named.map((name) => `    ${name}\n    ${signInUrl(apiUrl, name)}`),
      ...(others > 0
        ? [
            `Names that look like a link or a code, so not told here: ${others}. ${signInUrl(apiUrl, '')}, followed by such a name, tells where to sign in.`,
          ]
        : []),
      'If it was not you, do nothing.',
      '',
    ].join('\n\n'),
  };
};
