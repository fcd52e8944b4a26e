import { invalidParameter } from '../errors.ts';
import type { User } from './user.ts';

/** One comparison, which is all that Cognito can search by. */
export type UserFilter = { attribute: string; exact: boolean; value: string };

const SEARCHABLE = [
  'username',
  'sub',
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'cognito:user_status',
  'status',
];

const FILTER = /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/;

/** Reads `email ^= "ann"`. Custom attributes are refused, as Cognito cannot search by them. */
export const parseFilter = (text: string): UserFilter => {
  const [, attribute = '', operator, quoted = ''] = FILTER.exec(text) ?? [];
  if (!operator) throw invalidParameter('Error while parsing filter.');
  if (!SEARCHABLE.includes(attribute)) {
    throw invalidParameter(`Invalid search attribute: ${attribute}`);
  }
  return { attribute, exact: operator === '=', value: quoted.replaceAll(/\\(.)/g, '$1') };
};

const searchedValue = (user: User, attribute: string): string => {
  if (attribute === 'cognito:user_status') return user.status;
  if (attribute === 'status') return user.enabled ? 'Enabled' : 'Disabled';
  return user.attributes[attribute] ?? '';
};

/** Whether a user passes a filter on what has no keys of its own: see users/userKeys.ts. */
export const passes = (user: User, { attribute, exact, value }: UserFilter): boolean => {
  const actual = searchedValue(user, attribute);
  if (attribute !== 'cognito:user_status') {
    return exact ? actual === value : actual.startsWith(value);
  }
  const wanted = value.toUpperCase();
  return exact ? actual === wanted : actual.startsWith(wanted);
};
