import { AwsError } from '../../../endpoint/errors.ts';
import type { Engine } from '../../../engine.ts';
import { notFound } from '../refusals.ts';

const REFERENCE =
  /^(?:arn:aws[a-z-]*:lambda:)?(?:([a-z]{2}(?:-gov)?-[a-z]+-\d):)?(?:(\d{12}):)?(?:function:)?([\w-]{1,64})(?::(\$LATEST|[\w-]+))?$/;

type Account = Pick<Engine, 'accountId' | 'region'>;

/** The unqualified ARN of a function of this account. */
export const functionArn = ({ region, accountId }: Account, name: string): string =>
  `arn:aws:lambda:${region}:${accountId}:function:${name}`;

const malformed = (text: string): AwsError =>
  new AwsError(
    'ValidationException',
    `1 validation error detected: Value '${text}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}(-gov)?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?`,
  );

/**
 * The name in a function's name, ARN or partial ARN. There are no versions and aliases: any
 * qualifier but $LATEST is a ResourceNotFoundException, as is another account or Region.
 */
export const functionNameOf = (own: Account, text: string, qualifier?: string): string => {
  const match = REFERENCE.exec(text);
  if (!match) throw malformed(text);
  const [, region = own.region, accountId = own.accountId, name = '', suffix = '$LATEST'] = match;
  const arn = functionArn({ region, accountId }, name);
  const version = qualifier ?? suffix;
  if (arn === functionArn(own, name) && version === '$LATEST') return name;
  throw notFound(`Function not found: ${version === '$LATEST' ? arn : `${arn}:${version}`}`);
};
