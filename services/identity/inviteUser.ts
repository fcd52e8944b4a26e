import { isOutOfMail, TransientError } from '#shared/errors.ts';
import { AddressRefused, type CognitoUsers, type FoundUser } from './cognitoUsers.ts';
import { type PeoplePorts, removeJoining } from './people.ts';
import type { Joining } from './person.ts';

export type InvitePorts = PeoplePorts & {
  now(): Date;
  cognito: Pick<CognitoUsers, 'invite' | 'inviteAgain'>;
};

/**
 * Nobody is left with a membership who was sent no invitation, because Cognito refuses the address or sends no mail:
 * its beginning is taken back, and with it the user that may have been made all the same.
 */
const notInvited =
  (ports: InvitePorts, joining: Joining) =>
  async (error: unknown): Promise<never> => {
    const isRefused = error instanceof AddressRefused || isOutOfMail(error);
    if (isRefused) await removeJoining(ports)(joining);
    throw error;
  };

/** A person's user, and when its open invitation went out. */
type Invited = FoundUser & { invitedAt: Date | undefined };

/**
 * Makes the person's user, or finds the one that it has, and invites it by Cognito's mail unless it has signed
 * in before: whoever has gets a mail of ours. One that was made after the membership had begun has its
 * invitation: an earlier try of this made it.
 */
const tryToInvite = async (ports: InvitePorts, joining: Joining): Promise<Invited> => {
  const made = await ports.cognito.invite(joining);
  if (made) return { ...made, invitedAt: made.createdAt };
  const found = await ports.cognito.find(joining);
  if (!found) throw new TransientError('the user was deleted at the same moment');
  if (found.hasSignedIn) return { ...found, invitedAt: undefined };
  const isOwn = found.createdAt.getTime() >= Date.parse(joining.createdAt);
  if (isOwn) return { ...found, invitedAt: found.createdAt };
  const isInvited = await ports.cognito.inviteAgain(joining);
  return { ...found, invitedAt: isInvited ? ports.now() : undefined };
};

/** The same, after which nothing is left of a membership that nobody could be invited for; throws why. */
export const inviteUser = (ports: InvitePorts, joining: Joining): Promise<Invited> =>
  tryToInvite(ports, joining).catch(notInvited(ports, joining));
