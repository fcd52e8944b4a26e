import { invalidParameter } from './errors.ts';

/** An opaque token for the place after `key`. */
export const tokenAfter = (key: string): string => Buffer.from(key).toString('base64url');

/** The key behind a token; a token of another list is an InvalidParameterException. */
export const keyBehind = (
  token: string | undefined,
  prefix: string,
): { after: string } | undefined => {
  if (token === undefined) return undefined;
  const after = Buffer.from(token, 'base64url').toString();
  if (!after.startsWith(prefix)) throw invalidParameter('Invalid pagination token.');
  return { after };
};
