import type { Principal } from '../../endpoint/call.ts';
import { AwsError } from '../../endpoint/errors.ts';
import type { Tag } from '../../iam/roleStore.ts';

type Session = Extract<Principal, { kind: 'role' }>;

const invalid = (message: string): AwsError => new AwsError('ValidationError', message);

/** What a caller that is itself a session hands down: its transitive tags, which cannot be changed. */
export const inheritedTags = (caller: Principal): Pick<Session, 'tags' | 'transitiveTagKeys'> => {
  if (caller.kind !== 'role') return { tags: {} };
  const transitiveTagKeys = caller.transitiveTagKeys ?? [];
  const tags = Object.entries(caller.tags).filter(([key]) => transitiveTagKeys.includes(key));
  return { tags: Object.fromEntries(tags), transitiveTagKeys };
};

const checkKeys = (keys: readonly string[]): void => {
  if (new Set(keys.map((key) => key.toLowerCase())).size === keys.length) return;
  throw invalid('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
};

/** The tags of a new session. Throws ValidationError. */
export const sessionTags = (
  caller: Principal,
  asked: readonly Tag[],
  transitive: readonly string[],
): Pick<Session, 'tags' | 'transitiveTagKeys'> => {
  const keys = asked.map((tag) => tag.Key);
  checkKeys(keys);
  if (!transitive.every((key) => keys.includes(key))) {
    throw invalid('The specified transitive tag key must be included in the requested tags.');
  }
  const from = inheritedTags(caller);
  const fixed = Object.keys(from.tags).map((key) => key.toLowerCase());
  const changed = keys.find((key) => fixed.includes(key.toLowerCase()));
  if (changed) {
    throw invalid(`One of the specified transitive tag keys can't be set: ${changed} is inherited`);
  }
  const transitiveTagKeys = [...(from.transitiveTagKeys ?? []), ...transitive];
  return {
    tags: { ...from.tags, ...Object.fromEntries(asked.map((tag) => [tag.Key, tag.Value])) },
    ...(transitiveTagKeys.length > 0 && { transitiveTagKeys }),
  };
};
