import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { redrive } from '../cli/deadLetters.ts';
import { Outputs } from '../cli/outputs.ts';
import { inProcessHandler } from '../local/gateway/inProcess.ts';
import { statusOf } from '../services/registration/registration.ts';
import type { Deployment } from './deployment.ts';
import type { Facts } from './facts.ts';
import type { World } from './world.ts';

/** Rounds of redriving; a healthy product needs one. */
const ROUNDS = 3;

/** Redrives all dead letters by the command line's own code, until there are none. */
export const redriveAll = async (
  world: World,
  { outputs }: Pick<Deployment, 'outputs'>,
  settle: () => Promise<void>,
): Promise<void> => {
  const { DeadLetterQueues } = Outputs.parse(outputs);
  const { handle, engine } = world.running;
  const sdk = {
    region: engine.region,
    endpoint: engine.endpoint,
    credentials: engine.credentials.root,
    requestHandler: inProcessHandler(handle),
  };
  const clients = { sqs: new SQSClient(sdk), lambda: new LambdaClient(sdk) };
  for (let round = 0; round < ROUNDS; round += 1) {
    const work = redrive(clients, DeadLetterQueues, () => true);
    const { redriven } = await world.parts.time.during(work);
    if (redriven.length === 0) return;
    await settle();
  }
};

const NEWEST_FIRST = (a: string, b: string) => (a < b ? 1 : -1);

/** The registrations of which something is still there that should not be. */
export const stuckIn = ({ registrations }: Facts): string[] =>
  registrations
    .filter(
      ({ registration }) =>
        statusOf(registration) === 'failed' && (registration.failure?.stuck.length ?? 0) > 0,
    )
    .map(({ registration }) => registration.registrationId);

/** Replays what is stuck, as an operator does over the API; answers how many there were. */
export const replayStuck = async (
  world: World,
  facts: Facts,
  settle: () => Promise<void>,
): Promise<number> => {
  const stuck = facts.registrations.filter(({ registration }) =>
    stuckIn(facts).includes(registration.registrationId),
  );
  const replays = [...world.parts.places].find(
    ([name, place]) => place === 'provisioning/sagas' && !name.startsWith('arn:'),
  );
  let replayed = 0;
  for (const { registration } of stuck) {
    const executionName = facts.executions
      .map(({ name }) => name)
      .filter((name) => name.startsWith(registration.registeredEventId ?? '?'))
      .sort(NEWEST_FIRST)[0];
    const event = {
      httpMethod: 'POST',
      resource: '/sagas/{executionName}/replay',
      headers: {},
      pathParameters: { executionName },
      queryStringParameters: null,
      body: null,
      isBase64Encoded: false,
      requestContext: {
        requestId: 'simulation',
        authorizer: { userRole: 'SystemAdmin', userName: 'operator' },
      },
    };
    const FunctionName = replays?.[0] ?? '?';
    await world.parts.time.during(
      world.call('lambda', 'Invoke', { FunctionName, Payload: JSON.stringify(event) }),
    );
    replayed += 1;
  }
  if (replayed > 0) await settle();
  return replayed;
};
