import type { Statement } from '../policyDocument.ts';

/** Who asks, as policies name them. */
export type Subject =
  | { kind: 'role'; accountId: string; roleArn: string; sessionArn: string }
  | { kind: 'service'; service: string };

/**
 * How a principal is meant: itself (its session, its service, everybody), by its role, or by its
 * account, which only lets the account's own policies decide.
 */
export type Naming = 'self' | 'role' | 'account';

type Principals = NonNullable<Statement['Principal']>;

const inAccount = (name: string, accountId: string): boolean =>
  name === accountId || name === `arn:aws:iam::${accountId}:root`;

const namedAs = (name: string, subject: Subject): Naming | undefined => {
  if (name === '*') return 'self';
  if (subject.kind === 'service') return undefined;
  if (name === subject.sessionArn) return 'self';
  if (name === subject.roleArn) return 'role';
  return inAccount(name, subject.accountId) ? 'account' : undefined;
};

const NAMINGS: readonly Naming[] = ['self', 'role', 'account'];

/** How a Principal element names somebody, in the strongest of its ways; undefined when it does not. */
export const namingOf = (principals: Principals, subject: Subject): Naming | undefined => {
  if (principals === '*') return 'self';
  const { AWS = [], Service = [] } = principals;
  if (subject.kind === 'service' && Service.includes(subject.service)) return 'self';
  const found = AWS.map((name) => namedAs(name, subject));
  return NAMINGS.find((naming) => found.includes(naming));
};
