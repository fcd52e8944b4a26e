import type { Tier } from '#events/fields.ts';
import type { Run } from '#shared/declaredRoute.ts';
import { TransientError } from '#shared/errors.ts';
import { problem } from '#shared/reply.ts';
import { signUpOf } from '#shared/signUp/offeredSignUp.ts';
import { hasRoom } from '../mail/allowance.ts';
import { confirmationLetter } from '../mail/letters.ts';
import { mailOf } from '../mail/mail.ts';
import { codeHash } from '../mail/mailedCode.ts';
import type { SendMail } from '../mail/sendMail.ts';
import { keyReused, type Once, onceOf } from './idempotency.ts';
import { type Registration, statusOf } from './registration.ts';
import type { Mailing, Remembered, RequestedSignUps } from './requestedSignUps.ts';
import type { requestSignUpFunction } from './requestSignUp.function.ts';
import { isOpen, LAPSES_AFTER_MS, type SignUp } from './signUp.ts';
import type { SignUps } from './signUpTable.ts';

type Route = (typeof requestSignUpFunction)['routes']['POST /registrations'];
type Reply = Awaited<ReturnType<Run<Route>>>;

export type RequestPorts = {
  now(): Date;
  newUlid(): string;
  newCode(): string;
  /** The tiers that anybody may order. */
  selfService: readonly Tier[];
  signUp: SignUps['read'];
  requests: RequestedSignUps;
  registration(registrationId: string): Promise<Registration | undefined>;
  /** Sends what is committed, or leaves it to the relay. */
  send: SendMail;
};

const ATTEMPTS = 5;

type Ids = Pick<SignUp, 'registrationId' | 'tenantId'>;

const unconfirmed = ({ registrationId, tenantId }: Ids): Reply => ({
  status: 202,
  body: { registrationId, tenantId, status: 'unconfirmed' },
});

const notSold = (tier: Tier): Reply => {
  const message = `is set up by our people: ask us for ${tier}`;
  const fields = [{ path: 'tier', message }];
  return problem(400, 'TierNotSelfService', { message: `tier ${message}`, fields });
};

/** A code and its mail; undefined when the address has had its share for the hour. */
const mailingTo = async (ports: RequestPorts, signUp: SignUp): Promise<Mailing | undefined> => {
  const { registrationId, tenantName, adminEmail } = signUp;
  const allowance = await ports.requests.allowanceOf(adminEmail);
  if (!hasRoom(allowance)) return undefined;
  const code = ports.newCode();
  const letter = confirmationLetter(tenantName, code);
  const mail = mailOf(adminEmail, letter, { mailId: ports.newUlid(), at: ports.now() });
  return { mail, codeHash: codeHash(registrationId, code), allowance };
};

const begin = async (
  ports: RequestPorts,
  signUp: SignUp,
  remembered: Remembered | undefined,
): Promise<Reply | undefined> => {
  const mailed = await mailingTo(ports, signUp);
  if (!(await ports.requests.keep(signUp, mailed, remembered))) return undefined;
  if (mailed) await ports.send(mailed.mail);
  return unconfirmed(signUp);
};

const again = async (ports: RequestPorts, signUp: SignUp): Promise<Reply | undefined> => {
  const mailed = await mailingTo(ports, signUp);
  if (!mailed) return unconfirmed(signUp);
  if (!(await ports.requests.renew(signUp.registrationId, mailed))) return undefined;
  await ports.send(mailed.mail);
  return unconfirmed(signUp);
};

/** One try: undefined when it met another request. */
const answer = async (
  ports: RequestPorts,
  signUp: SignUp,
  once: Once | undefined,
): Promise<Reply | undefined> => {
  const known = once && (await ports.requests.knownBy(once));
  if (!known) return begin(ports, signUp, once && { once, over: undefined });
  if (known.bodyHash !== once.bodyHash) return keyReused();
  const { registrationId } = known;
  const registration = await ports.registration(registrationId);
  if (registration?.tenantId !== undefined) {
    const { tenantId } = registration;
    return { status: 202, body: { registrationId, tenantId, status: statusOf(registration) } };
  }
  const before = await ports.signUp(registrationId);
  return before && isOpen(before, ports.now())
    ? again(ports, before)
    : begin(ports, signUp, { once, over: registrationId });
};

/**
 * Keeps a sign-up and mails its code. It reserves nothing and asks nothing of who is known: its answer is the
 * same for every address. A repeated one gets another code, while the address may get mail.
 */
export const requestSignUp =
  (ports: RequestPorts): Run<Route> =>
  async ({ body, headers }) => {
    const given = signUpOf(body);
    if (!ports.selfService.includes(given.tier)) return notSold(given.tier);
    const once = onceOf(given, headers['idempotency-key']);
    const signUp: SignUp = {
      ...given,
      registrationId: ports.newUlid(),
      tenantId: `t${ports.newUlid().toLowerCase()}`,
      expiresAt: Math.floor((ports.now().getTime() + LAPSES_AFTER_MS) / 1_000),
    };
    for (let tried = 0; tried < ATTEMPTS; tried += 1) {
      const reply = await answer(ports, signUp, once);
      if (reply) return reply;
    }
    throw new TransientError('other sign-ups of the same address are under way');
  };
