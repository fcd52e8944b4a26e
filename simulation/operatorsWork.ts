import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { redrive } from '../client/deadLetters.ts';
import { Outputs } from '../client/outputs.ts';
import { type Registration, statusOf } from '../services/registration/registration.ts';
import type { Facts } from './checks/facts.ts';
import type { SeenEvent } from './checks/witness.ts';
import type { Heard } from './formSignUp.ts';
import type { SignUp } from './plans/scenario.ts';
import type { Deployment } from './world/deployment.ts';
import { asOperator, envelopeOf, invoke } from './world/functions.ts';
import { clientIn } from './world/inProcessSdk.ts';
import type { World } from './world/world.ts';

/** Rounds of redriving; a healthy product needs one. */
const ROUNDS = 3;

/** Redrives all dead letters by the command line's own code, until there are none. */
export const redriveAll = async (
  world: World,
  { outputs }: Pick<Deployment, 'outputs'>,
  settle: () => Promise<void>,
): Promise<void> => {
  const { DeadLetterQueues } = Outputs.parse(outputs);
  const { engine, answering } = world.running;
  const root = { kind: 'root', accountId: engine.accountId } as const;
  const asRoot = (service: string) => answering(service, root);
  // Others read files before their first call: that takes real time, while virtual time goes on.
  const clients = {
    sqs: clientIn('@aws-sdk/client-sqs', SQSClient, asRoot),
    lambda: clientIn('@aws-sdk/client-lambda', LambdaClient, asRoot),
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const work = redrive(clients, DeadLetterQueues, () => true);
    const { redriven } = await world.parts.time.during(work);
    if (redriven.length === 0) return;
    await settle();
  }
};

const NEWEST_FIRST = (a: string, b: string) => (a < b ? 1 : -1);

/** The registrations that failed. */
export const failedIn = ({ registrations }: Facts): Registration[] =>
  registrations
    .map(({ registration }) => registration)
    .filter((registration) => statusOf(registration) === 'failed');

/** The registrations of which something is still there that should not be. */
export const stuckIn = (facts: Facts): string[] =>
  failedIn(facts)
    .filter(({ failure }) => (failure?.stuck.length ?? 0) > 0)
    .map(({ registrationId }) => registrationId);

const newestExecution = ({ executions }: Facts, eventId: string): string | undefined =>
  executions
    .map(({ name }) => name)
    .filter((name) => name.startsWith(eventId))
    .sort(NEWEST_FIRST)[0];

const SAGAS = 'provisioning/operators/sagas';

/** Replays one run of a saga over the API; answers the status. */
export const replay = async (world: World, executionName: string): Promise<number> => {
  const resource = '/sagas/{executionName}/replay';
  const request = { method: 'POST', resource, path: { executionName } };
  return (await asOperator(world, SAGAS, request)).statusCode;
};

const Registered = z.object({ registrationId: z.string() });

/** Registers a company at once; undefined when that must be tried again. */
export const registeredByOperator = async (
  world: World,
  { signUp: { tenantName, adminEmail, tier }, key }: { signUp: SignUp; key: string },
): Promise<Heard | undefined> => {
  const { statusCode, body } = await asOperator(world, 'registration/register', {
    method: 'POST',
    resource: '/tenants',
    headers: { 'idempotency-key': key },
    body: { tenantName, adminEmail, tier },
  });
  if (statusCode === 409) return { kind: 'refused' };
  if (statusCode !== 202) return undefined;
  return { kind: 'registered', ...Registered.parse(JSON.parse(body)) };
};

const Listed = z.object({ sagas: z.array(z.object({ executionName: z.string() })) });
const MOST_LISTED = '100';

/** The names of the runs that operators see as failed, newest first. */
export const failedRuns = async (world: World): Promise<string[]> => {
  const query = { status: 'failed', limit: MOST_LISTED };
  const { body } = await asOperator(world, SAGAS, { method: 'GET', resource: '/sagas', query });
  return Listed.parse(JSON.parse(body)).sagas.map(({ executionName }) => executionName);
};

/** Replays what has failed, stuck or not, as an operator does over the API. */
export const replayFailed = async (
  world: World,
  facts: Facts,
  settle: () => Promise<void>,
): Promise<void> => {
  for (const { registeredEventId = '?' } of failedIn(facts)) {
    const name = newestExecution(facts, registeredEventId);
    if (name !== undefined) await world.parts.time.during(replay(world, name));
  }
  await settle();
};

/** Delivers all events to the registrations once more, the newest first, as a replay of the archive may. */
export const deliverAgain = async (
  world: World,
  events: readonly SeenEvent[],
  settle: () => Promise<void>,
): Promise<void> => {
  for (const event of [...events].reverse())
    await world.parts.time.during(invoke(world, 'registration/projectEvents', envelopeOf(event)));
  await settle();
};
