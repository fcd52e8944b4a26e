import { z } from 'zod';
import { AwsError } from '../../endpoint/errors.ts';

/** What every List operation takes. */
export const Paging = z.strictObject({
  NamePrefix: z.string().default(''),
  Limit: z.int().min(1).max(100).default(100),
  NextToken: z.string().optional(),
});
type Paging = z.infer<typeof Paging>;

const readToken = (token: string): string => {
  const name = Buffer.from(token, 'base64url').toString();
  if (Buffer.from(name).toString('base64url') === token) return name;
  throw new AwsError('ValidationException', 'Parameter NextToken is not valid.');
};

/** One page of things that are in the order of their names. */
export const pageOf = <T extends { name: string }>(all: readonly T[], paging: Paging) => {
  const after = paging.NextToken === undefined ? '' : readToken(paging.NextToken);
  const left = all.filter(({ name }) => name > after && name.startsWith(paging.NamePrefix));
  const page = left.slice(0, paging.Limit);
  const last = page.at(-1)?.name ?? '';
  return {
    page,
    ...(left.length > page.length && { NextToken: Buffer.from(last).toString('base64url') }),
  };
};
