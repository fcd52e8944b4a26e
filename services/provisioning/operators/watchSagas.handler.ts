import { SFNClient } from '@aws-sdk/client-sfn';
import { clientDefaults } from '#shared/clients.ts';
import { env } from '#shared/env.ts';
import { measureAs } from '#shared/measure.ts';
import { watchSagasFunction } from './watchSagas.function.ts';
import { runningSagas, watchSagas } from './watchSagas.ts';

const { STATE_MACHINE_ARN, AWS_LAMBDA_FUNCTION_NAME } = env(watchSagasFunction.environment);

export const handler = watchSagas({
  oldestRunning: runningSagas(new SFNClient(clientDefaults), STATE_MACHINE_ARN),
  measure: measureAs(AWS_LAMBDA_FUNCTION_NAME),
  now: () => new Date(),
});
