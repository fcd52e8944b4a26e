import { notAuthorized } from '../errors.ts';
import type { Attribute } from '../fields.ts';
import type { Bearer } from '../tokens/bearer.ts';
import { updatedAttributes } from '../users/attributeRules.ts';

const NEVER_WRITTEN = ['email_verified', 'phone_number_verified'];

/**
 * A user's attributes after the user changed them through a client, which may write all attributes
 * when its WriteAttributes list none, but never the proof that an address is verified.
 */
export const ownAttributes = (
  { pool, client, user }: Bearer,
  attributes: readonly Attribute[],
): Record<string, string> => {
  const listed = client.settings.WriteAttributes ?? [];
  const writable = (name: string) =>
    !NEVER_WRITTEN.includes(name) && (listed.length === 0 || listed.includes(name));
  if (!attributes.every(({ Name }) => writable(Name))) {
    throw notAuthorized('A client attempted to write unauthorized attribute');
  }
  return updatedAttributes(pool, user.attributes, attributes);
};
