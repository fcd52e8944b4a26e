import type { ControlCaller } from '#shared/caller.ts';
import type { Run } from '#shared/declaredRoute.ts';
import { forbidden, type Problem } from '#shared/reply.ts';
import { hasRoom } from '../mail/allowance.ts';
import { addressCodeLetter, addressWordLetter } from '../mail/letters.ts';
import { codeHash } from '../mail/mailedCode.ts';
import { beginMove } from './beginMove.ts';
import { finishMove } from './finishMove.ts';
import type { Member } from './member.ts';
import type { Move, Place } from './move.ts';
import * as replies from './userReplies.ts';
import type { usersFunction } from './users.function.ts';
import { answer, isSelf, type UserPorts } from './users.ts';

type Routes = (typeof usersFunction)['routes'];

/** How long a code can be sent back. */
const LAPSES_AFTER_MS = 60 * 60 * 1_000;

const hashIn = ({ userPoolId, username }: Place, code: string): string =>
  codeHash(`${userPoolId}/${username}`, code);

/** The caller as a member of its tenant; operators are in none. */
const self = async (ports: UserPorts, caller: ControlCaller): Promise<Member | undefined> => {
  if (caller.userRole === 'SystemAdmin') return undefined;
  const { tenantId, userName: username } = caller;
  const member = await ports.members.get({ tenantId, username });
  return member?.leaving ? undefined : member;
};

/** Mails a code to the new address, and word of it to the one that the person has. False soon after a change. */
const mailCode = async (ports: UserPorts, member: Member, to: string): Promise<boolean> => {
  const { userPoolId, username, email: from } = member;
  const address = { userPoolId, email: to };
  const place = { userPoolId, username };
  const [forCode, forWord] = await Promise.all([address, place].map(ports.moves.allowanceOf));
  if (!forCode || !forWord || !hasRoom(forCode) || !hasRoom(forWord)) return true;
  const code = ports.newCode();
  const move: Move = {
    ...place,
    moveId: ports.newUlid(),
    from,
    to,
    codeHash: hashIn(place, code),
    expiresAt: Math.floor((ports.now().getTime() + LAPSES_AFTER_MS) / 1_000),
  };
  const codeMail = ports.outbox.address(to, addressCodeLetter(code));
  const wordMail = ports.outbox.address(from, addressWordLetter);
  const { writing } = ports.outbox;
  const isKept = await ports.moves.ask(move, [
    { to: address, allowance: forCode, mail: codeMail, writing: writing(codeMail) },
    { to: place, allowance: forWord, mail: wordMail, writing: writing(wordMail) },
  ]);
  if (!isKept) return false;
  await ports.outbox.send(codeMail);
  await ports.outbox.send(wordMail);
  return true;
};

/**
 * Asks for another address of one's own. Nobody is looked up: what is answered does not tell whether somebody has
 * it, or how much mail goes there.
 */
const askForAddress = async (ports: UserPorts, caller: ControlCaller, email: string) => {
  const before = await self(ports, caller);
  if (!before) return replies.noUser();
  await finishMove(ports)(before);
  const member = await self(ports, caller);
  if (!member) return replies.noUser();
  if (member.email === email) return replies.sameAddress();
  return (await mailCode(ports, member, email)) ? answer(member, 202) : replies.justChanged();
};

const refusals = {
  taken: replies.addressTaken,
  gone: replies.nothingToConfirm,
  refused: replies.addressRefused,
} as const;

/** Moves the person, or goes on with that; answers why not. */
const moved = async (
  ports: UserPorts,
  move: Move,
): Promise<Problem<400 | 404 | 409> | undefined> => {
  const begun = await beginMove(ports, move);
  if (begun !== 'begun') return refusals[begun]();
  const finished = await finishMove(ports)(move);
  return finished === 'done' ? undefined : refusals[finished]();
};

/** The move that a code confirms, or the answer that it confirms none. */
const confirmedBy = async (ports: UserPorts, place: Place, code: string) => {
  const hash = hashIn(place, code);
  const move = await ports.moves.tryCode(place, hash);
  if (!move) return { reply: replies.nothingToConfirm() };
  return move.codeHash === hash ? { move } : { reply: replies.wrongCode() };
};

const shown = (member: Member | undefined) => (member ? answer(member, 200) : replies.noUser());

type PutAddress = Run<Routes['PUT /users/{username}/email']>;

/** A person's own address waits for a code; that of somebody who has never signed in is corrected at once. */
export const putAddress =
  (ports: UserPorts, correct: PutAddress): PutAddress =>
  async (request) => {
    const { caller, params, body } = request;
    if (isSelf(caller, params.username)) return askForAddress(ports, caller, body.email);
    return caller.userRole === 'TenantUser' ? forbidden() : correct(request);
  };

/** Changes the address of the person who brings the code back that was mailed there; once more, it says so again. */
export const confirmAddress =
  (ports: UserPorts): Run<Routes['POST /users/{username}/email/confirm']> =>
  async ({ caller, params, body }) => {
    if (!isSelf(caller, params.username)) return forbidden();
    const before = await self(ports, caller);
    if (!before) return replies.noUser();
    const found = await confirmedBy(ports, before, body.code);
    const refusal = 'reply' in found ? found.reply : await moved(ports, found.move);
    return refusal ?? shown(await self(ports, caller));
  };
