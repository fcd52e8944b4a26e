import type { Random } from '../../../kernel/random.ts';
import type { User } from '../users/user.ts';

const EPOCH_LENGTH = 12;

const mark = (user: User): string => user.epoch.slice(-EPOCH_LENGTH);

/**
 * The id of a new session, which all its tokens carry as `origin_jti`. It ends like the user's epoch:
 * so signing out everywhere ends sessions that nobody keeps a list of.
 */
export const newSession = (random: Random, user: User): string =>
  random.uuid().slice(0, -EPOCH_LENGTH) + mark(user);

/** Whether a session of this user has been neither revoked nor signed out. */
export const isLive = (user: User, session: string): boolean =>
  session.endsWith(mark(user)) && !user.revoked.some((revoked) => revoked.session === session);

/** The user with one session revoked, until its tokens have expired on their own. */
export const withRevoked = (
  user: User,
  { session, until, now }: { session: string; until: number; now: number },
): User => ({
  ...user,
  revoked: [...user.revoked.filter((revoked) => revoked.until > now), { session, until }],
});
