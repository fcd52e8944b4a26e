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

/** The invitation by which a member is to sign in for the first time; undefined when the person has, in any tenant. */
export const openInvitation = async (
  { people, now }: { people: Pick<People, 'get'>; now(): Date },
  member: Member,
): Promise<Invitation | undefined> => {
  const sentAt = member.joined ? undefined : (await people.get(member))?.invitedAt;
  return sentAt === undefined ? undefined : invitationOf(sentAt, now());
};
