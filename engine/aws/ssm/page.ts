import { AwsError } from '../../endpoint/errors.ts';
import type { Parameter, Parameters } from './parameter.ts';

/** Which parameters to list: `prefix` narrows the keys that are read, `matches` the answer. */
export type Listing = {
  prefix: string;
  matches: (parameter: Parameter) => boolean;
  limit: number;
  nextToken: string | undefined;
};

const CHUNK = 100;

const readToken = (token: string | undefined): string | undefined => {
  if (token === undefined) return undefined;
  const key = Buffer.from(token, 'base64url').toString();
  if (Buffer.from(key).toString('base64url') === token) return key;
  throw new AwsError('InvalidNextToken', 'The specified token is not valid.');
};

/** One page in the order of names; NextToken only when there is more. */
export const pageOf = async (parameters: Parameters, listing: Listing) => {
  const found: Parameter[] = [];
  let after = readToken(listing.nextToken);
  let more = true;
  while (more && found.length <= listing.limit) {
    const chunk = await parameters.list({
      prefix: listing.prefix,
      limit: CHUNK,
      ...(after !== undefined && { after }),
    });
    found.push(...chunk.map(({ value }) => value).filter(listing.matches));
    after = chunk.at(-1)?.key;
    more = chunk.length === CHUNK;
  }
  const page = found.slice(0, listing.limit);
  const last = page.at(-1)?.name ?? '';
  return {
    page,
    ...(found.length > page.length && { NextToken: Buffer.from(last).toString('base64url') }),
  };
};
