import type { Run } from '#shared/declaredRoute.ts';
import { problem } from '#shared/reply.ts';
import { codeHash } from '../mail/mailedCode.ts';
import type { registerFunction } from './register.function.ts';
import { nameTaken, type SettlePorts, settleRegistration } from './settleRegistration.ts';
import { isOpen, type SignUp } from './signUp.ts';
import type { SignUps } from './signUpTable.ts';

type Routes = (typeof registerFunction)['routes'];

export type ConfirmPorts = SettlePorts & { signUps: SignUps };

const nothingOpen = (registrationId: string) =>
  problem(404, 'RegistrationNotFound', {
    message: `no sign-up ${registrationId} waits to be confirmed: sign up again`,
  });

const wrongCode = () => {
  const message = 'is not the code of our latest mail';
  const fields = [{ path: 'code', message }];
  return problem(400, 'WrongCode', { message: `code ${message}`, fields });
};

/** Claims the name and makes the sign-up a registration; once it is one, says how it stands. */
const confirmed = async (ports: ConfirmPorts, signUp: SignUp) => {
  const { codeHash: _code, tried: _tried, expiresAt: _lapses, ...given } = signUp;
  const settled = await settleRegistration(ports, given, undefined);
  return settled.kind === 'settled'
    ? ({ status: 200, body: settled.body } as const)
    : nameTaken(signUp.tenantName);
};

/** Confirms a sign-up by its code, which shows that the mail was read. */
export const confirmByCode =
  (ports: ConfirmPorts): Run<Routes['POST /registrations/{registrationId}/confirm']> =>
  async ({ params: { registrationId }, body }) => {
    const hash = codeHash(registrationId, body.code);
    const signUp = await ports.signUps.tryCode(registrationId, hash);
    if (!signUp) return nothingOpen(registrationId);
    return signUp.codeHash === hash ? confirmed(ports, signUp) : wrongCode();
  };

/** Confirms a sign-up by an operator's word. */
export const confirmByOperator =
  (ports: ConfirmPorts): Run<Routes['PUT /registrations/{registrationId}/confirmation']> =>
  async ({ params: { registrationId } }) => {
    const signUp = await ports.signUps.read(registrationId);
    return signUp && isOpen(signUp, ports.now())
      ? confirmed(ports, signUp)
      : nothingOpen(registrationId);
  };
