import { AwsError } from '../../endpoint/errors.ts';
import { type ArnPattern, arnPattern } from './arnPattern.ts';
import type { ContextKeys } from './contextKeys.ts';

/** Whether a statement is about a resource. */
export type ResourceTest = (resource: string, keys: ContextKeys) => boolean;

/** `table/` of `arn:aws:dynamodb:…:table/orders-*`: what AWS takes without wildcards. */
const kindOf = (pattern: string): string | undefined =>
  /^(?:[^:]*:){5}([^/:]*[/:])/.exec(pattern)?.[1];

/** An ARN that ends early in a wildcard means everything behind it, too. */
const complete = (pattern: string): string => {
  const missing = 6 - pattern.replace(/\$\{[^}]*\}/g, '').split(':').length;
  if (pattern.startsWith('arn:') && missing <= 0) return pattern;
  if (pattern.startsWith('arn:') && pattern.endsWith('*')) return pattern + ':*'.repeat(missing);
  throw new AwsError(
    'MalformedPolicyDocument',
    `Resource ${pattern} must be in ARN format or "*".`,
  );
};

const one = (pattern: string, variables: boolean): ArnPattern => {
  if (pattern === '*') return () => true;
  const test = arnPattern(complete(pattern), variables);
  if (/[*?]/.test(kindOf(pattern)?.replace(/\$\{[^}]*\}/g, '') ?? '')) return () => false;
  return (resource, keys) => (resource === '*' ? false : test(resource, keys));
};

/** Reads a Resource element. An action without resources asks for `*`, which only `*` allows. */
export const resources = (patterns: readonly string[], variables: boolean): ResourceTest => {
  const tests = patterns.map((pattern) => one(pattern, variables));
  return (resource, keys) => tests.some((test) => test(resource, keys) === true);
};

/** Reads a NotResource element. One that holds a variable without value matches nothing. */
export const notResources = (patterns: readonly string[], variables: boolean): ResourceTest => {
  const tests = patterns.map((pattern) => one(pattern, variables));
  return (resource, keys) => tests.every((test) => test(resource, keys) === false);
};
