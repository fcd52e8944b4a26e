import * as z from 'zod';
import { invitationDays } from '#shared/invitationDays.ts';
import type { Member } from './member.ts';
import type { People } from './person.ts';

/** An invitation by Cognito's mail, as `/users` shows it. */
export const Invitation = z.object({
  sentAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  expired: z
    .boolean()
    .describe('Its temporary password signs in no more: send another invitation.'),
});
export type Invitation = z.infer<typeof Invitation>;

const LASTS_MS = invitationDays * 24 * 60 * 60 * 1_000;

const invitationOf = (sentAt: string, now: Date): Invitation => {
  const expiresAt = new Date(Date.parse(sentAt) + LASTS_MS);
  return { sentAt, expiresAt: expiresAt.toISOString(), expired: expiresAt <= now };
};

/**
 * The invitations by which members of one tenant are to sign in for the first time, by username; of those who
 * have not signed in, in any tenant. Up to 100 members.
 */
export const openInvitations = async (
  { people, now }: { people: Pick<People, 'getAll'>; now(): Date },
  members: readonly Member[],
): Promise<Map<string, Invitation>> => {
  const waiting = members.filter(({ joined }) => !joined);
  const sent = new Map(
    (await people.getAll(waiting)).map(({ email, invitedAt }) => [email, invitedAt]),
  );
  const open = waiting.flatMap(({ username, email }) => {
    const sentAt = sent.get(email);
    return sentAt === undefined ? [] : [[username, invitationOf(sentAt, now())] as const];
  });
  return new Map(open);
};
