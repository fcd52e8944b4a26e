import { SFNClient } from '@aws-sdk/client-sfn';
import { clientDefaults } from '#shared/clients.ts';
import { env } from '#shared/env.ts';
import { measureAs } from '#shared/measure.ts';
import { sagaExecutions } from '../saga/sagaExecutions.ts';
import { runningSagas } from './runningSagas.ts';
import { watchSagasFunction } from './watchSagas.function.ts';
import { watchSagas } from './watchSagas.ts';

const { STATE_MACHINE_ARN, AWS_LAMBDA_FUNCTION_NAME } = env(watchSagasFunction.environment);
const client = new SFNClient(clientDefaults);

export const handler = watchSagas({
  oldestRunning: runningSagas(client, STATE_MACHINE_ARN),
  describe: sagaExecutions(client, STATE_MACHINE_ARN).describe,
  measure: measureAs(AWS_LAMBDA_FUNCTION_NAME),
  now: () => new Date(),
});
