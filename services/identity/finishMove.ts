import { derivedEventId } from '#events/eventId.ts';
import type { Publish } from '#events/publish.ts';
import { UserEmailChanged } from '#events/schemas/identity.ts';
import { movedAt } from '#events/sequence.ts';
import { TransientError } from '#shared/errors.ts';
import type { StandingRoute } from '#shared/route.ts';
import { AddressRefused, type CognitoUsers } from './cognitoUsers.ts';
import type { Members } from './member.ts';
import { type BegunMove, isUnderWay, type Moves, type Place } from './move.ts';

export type MovePorts = {
  now(): Date;
  moves: Moves;
  members: Pick<Members, 'get' | 'readdress'>;
  cognito: Pick<CognitoUsers, 'find' | 'deleteUser' | 'changeAddress'>;
  /** The tenant's route, read consistently. */
  latestRoute(tenantId: string): Promise<StandingRoute | undefined>;
  publish: Publish;
};

/**
 * The address is this person's alone since the move began. Any other user of it was made for a membership that
 * had ended by then, and is nobody's.
 */
const deleteStray = async (
  { cognito }: MovePorts,
  { userPoolId, username, to }: BegunMove,
): Promise<void> => {
  const found = await cognito.find({ userPoolId, email: to });
  if (found && found.username !== username) {
    await cognito.deleteUser({ userPoolId, username: found.username });
  }
};

const changeInCognito = async (ports: MovePorts, move: BegunMove): Promise<void> => {
  if ((await ports.cognito.changeAddress(move, move.to)) === 'changed') return;
  await deleteStray(ports, move);
  if ((await ports.cognito.changeAddress(move, move.to)) === 'changed') return;
  throw new TransientError('a user of the address was made at the same moment');
};

/** Tells of the new address in one tenant, if it stands: each time with the same id. */
const tell = async (ports: MovePorts, move: BegunMove, tenantId: string): Promise<void> => {
  const { moveId, username, from: formerEmail, to: email, begunAt: occurredAt, moves } = move;
  const member = await ports.members.get({ tenantId, username });
  const route = await ports.latestRoute(tenantId);
  if (!member || route?.provisionedEventId !== member.madeFor) return;
  const cause = `${moveId} ${member.membershipId}`;
  const eventId = derivedEventId(new Date(occurredAt), cause, UserEmailChanged.type);
  const sequence = movedAt(route.sequence, moves);
  const correlationId = route.registrationId;
  await ports.publish(
    UserEmailChanged,
    { eventId, sequence, occurredAt, tenantId, correlationId, causationId: member.madeFor },
    { tenantId, userId: username, email, formerEmail },
  );
};

/** A move whose new address Cognito does not take leaves everything as it was. */
const abandon =
  (ports: MovePorts, move: BegunMove) =>
  async (error: unknown): Promise<'refused'> => {
    if (!(error instanceof AddressRefused)) throw error;
    await ports.moves.abandon(move);
    return 'refused';
  };

/**
 * Does what is left to do of a person's move to another address, if it has begun: in Cognito, in each of its
 * memberships, and in its own row, which has both addresses until then. Run again, it goes on where it was cut off.
 */
export const finishMove =
  (ports: MovePorts) =>
  async (place: Place): Promise<'done' | 'refused'> => {
    const move = await ports.moves.get(place);
    if (!isUnderWay(move)) return 'done';
    const refusal = await changeInCognito(ports, move).catch(abandon(ports, move));
    if (refusal) return refusal;
    const { username, tenantIds } = move;
    for (const tenantId of tenantIds) {
      await ports.members.readdress({ tenantId, username }, move);
      await tell(ports, move, tenantId);
    }
    await ports.moves.finish(move, ports.now());
    return 'done';
  };
