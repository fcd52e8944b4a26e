import { customersFailures } from '#shared/customersFailures.ts';
import type { Run } from '#shared/declaredRoute.ts';
import { problem, retryAfter } from '#shared/reply.ts';
import type { getRegistrationFunction } from './getRegistration.function.ts';
import {
  ADMISSION,
  type Failure,
  failureOf,
  type Registration,
  statusAt,
  waitingOf,
} from './registration.ts';
import { isOpen, type SignUp } from './signUp.ts';

type Route = (typeof getRegistrationFunction)['routes']['GET /registrations/{registrationId}'];

export type GetPorts = {
  registration(registrationId: string): Promise<Registration | undefined>;
  signUp(registrationId: string): Promise<SignUp | undefined>;
  now(): Date;
};

const UNKNOWN = {
  name: 'OnboardingFailed',
  message: 'something on our side did not work; our people see what it was',
};

const inOurWords = ({ name }: Failure['error']): Failure['error'] => {
  const message = customersFailures.get(name);
  return message === undefined ? UNKNOWN : { name, message };
};

/** A failure in our own words: AWS's are for operators, who read them in the saga. */
const toldOutside = (failure: Failure | undefined): Failure | undefined =>
  failure && failure.failedStep !== ADMISSION
    ? { ...failure, error: inOurWords(failure.error) }
    : failure;

const told = (registration: Registration & { tenantName: string }, now: Date) => {
  const { registrationId, tenantId, tenantName, tier } = registration;
  const { seconds, ...queue } = waitingOf(registration, now) ?? {};
  const status = statusAt(registration, now);
  const failure = toldOutside(failureOf(registration));
  const body = { registrationId, tenantId, tenantName, tier, status, ...queue, failure };
  return seconds === undefined ? { body } : { body, headers: retryAfter(seconds) };
};

/** Answers what has become of a sign-up and its registration. */
export const getRegistration =
  (ports: GetPorts): Run<Route> =>
  async ({ params }) => {
    const registration = await ports.registration(params.registrationId);
    const { tenantName } = registration ?? {};
    if (registration && tenantName !== undefined) {
      return { status: 200, ...told({ ...registration, tenantName }, ports.now()) };
    }
    const signUp = await ports.signUp(params.registrationId);
    if (signUp && isOpen(signUp, ports.now())) {
      const { registrationId, tenantId, tenantName, tier } = signUp;
      const status = 'unconfirmed';
      return { status: 200, body: { registrationId, tenantId, tenantName, tier, status } };
    }
    const message = `no registration has the id ${params.registrationId}`;
    return problem(404, 'RegistrationNotFound', { message });
  };
