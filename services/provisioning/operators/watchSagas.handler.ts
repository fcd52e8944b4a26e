import { SFNClient } from '@aws-sdk/client-sfn';
import { clientDefaults } from '#shared/clients.ts';
import { env } from '#shared/env.ts';
import { measureAs } from '#shared/measure.ts';
import { WatcherEnv } from '../provisioningEnv.ts';
import { runningSagas, watchSagas } from './watchSagas.ts';

const { STATE_MACHINE_ARN, AWS_LAMBDA_FUNCTION_NAME } = env(WatcherEnv);

export const handler = watchSagas({
  oldestRunning: runningSagas(new SFNClient(clientDefaults), STATE_MACHINE_ARN),
  measure: measureAs(AWS_LAMBDA_FUNCTION_NAME),
  now: () => new Date(),
});
