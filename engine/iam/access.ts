import { z } from 'zod';
import type { Principal } from '../endpoint/call.ts';
import { AwsError } from '../endpoint/errors.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { KeyValue } from './policy/contextKeys.ts';

/** One permission that a call needs: an action on a resource's ARN, `*` where AWS knows none. */
export type Permission = {
  action: string;
  resource: string;
  /** The service's own condition keys for it. */
  keys?: Readonly<Record<string, KeyValue | undefined>>;
};

/** All permissions that one call of an operation needs; none where AWS asks for none. */
export type PermissionsOf = (
  input: JsonObject,
  caller: Principal,
) => readonly Permission[] | Promise<readonly Permission[]>;

type Tags = Readonly<Record<string, string>>;

/** What authorization has to know of a service. */
export type Access = {
  /** By operation. An operation that is not here is refused to everybody but the account's root. */
  permissions: Readonly<Record<string, PermissionsOf>>;
  /** The error's name for a refusal, and its HTTP status. */
  refusal: { code: 'AccessDenied' | 'AccessDeniedException'; status: 400 | 403 };
  /** The policy's text that hangs on a resource, where the service has such. */
  resourcePolicy?(resource: string): Promise<string | undefined>;
  /** Operations after which a role or a resource may have another policy. */
  policyWrites?: readonly string[];
  /** `aws:ResourceTag`. */
  resourceTags?(resource: string): Promise<Tags | undefined>;
};

/** Permissions of a call whose input has a shape: what breaks it is a ValidationException. */
export const permissions =
  <T>(
    schema: z.ZodType<T>,
    of: (input: T, caller: Principal) => readonly Permission[] | Promise<readonly Permission[]>,
  ): PermissionsOf =>
  (input, caller) => {
    const { data, error } = schema.safeParse(input);
    if (data !== undefined) return of(data, caller);
    const [issue] = error?.issues ?? [];
    throw new AwsError('ValidationException', `${issue?.path.join('.')}: ${issue?.message}`);
  };

/** A request's list of tags, as an object. */
export const TagList = z
  .array(z.looseObject({ Key: z.string(), Value: z.string() }))
  .transform((tags) => Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])));

/** `aws:RequestTag` and `aws:TagKeys` of a request that brings tags, or names keys to be removed. */
export const requestTags = (tags: Tags, removed?: readonly string[]): Record<string, KeyValue> => ({
  'aws:TagKeys': removed ?? Object.keys(tags),
  ...Object.fromEntries(
    Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value]),
  ),
});

/** The permission to hand a role to a service, where a request does. */
export const passRole = (service: string, roleArn: string | undefined): Permission[] =>
  roleArn === undefined
    ? []
    : [{ action: 'iam:PassRole', resource: roleArn, keys: { 'iam:PassedToService': service } }];

/** The same for every one of some operations, by their names. */
export const forEach = (
  operations: readonly string[],
  build: (operation: string) => PermissionsOf,
): Record<string, PermissionsOf> =>
  Object.fromEntries(operations.map((operation) => [operation, build(operation)]));
