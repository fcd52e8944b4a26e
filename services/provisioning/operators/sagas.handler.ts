import { SFNClient } from '@aws-sdk/client-sfn';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { httpRoutes } from '#shared/httpRoute.ts';
import { routingTable } from '#shared/routingTable.ts';
import { offboardingReplay } from '../offboarding/offboardingReplay.ts';
import { offboardingSaga } from '../offboarding/offboardingSaga.ts';
import { receiptTable } from '../offboarding/receiptTable.ts';
import { onboardingReplay } from '../onboarding/onboardingReplay.ts';
import { onboardingSaga } from '../onboarding/onboardingSaga.ts';
import type { Saga, SagaSubject } from '../saga/defineSaga.ts';
import type { ReplayRules } from '../saga/replayPlan.ts';
import { sagaExecutions } from '../saga/sagaExecutions.ts';
import { type Lane, pacedStart } from '../saga/startTimes.ts';
import { claimTable } from '../tenants/claimTable.ts';
import { startClock } from '../tenants/paceClock.ts';
import { routesOfKinds, sagaRoutes } from './sagaKinds.ts';
import { sagasFunction } from './sagas.function.ts';

const settings = env(sagasFunction.environment);
const documents = documentClient();
const { routeOf } = routingTable(documents, settings.ROUTING_TABLE);
const client = new SFNClient(clientDefaults);
const reserve = startClock(documents, settings);

/** A saga's routes, over the executions of its state machine. */
const routesOf = <Input extends SagaSubject & { deployment: Lane }>(
  saga: Saga<Input>,
  stateMachineArn: string,
  rules: ReplayRules<Input>,
) => {
  const executions = sagaExecutions<Input>(client, stateMachineArn);
  return sagaRoutes({
    saga,
    ...executions,
    start: pacedStart(reserve, executions.start),
    ...rules,
  });
};

export const handler = httpRoutes(
  sagasFunction,
  routesOfKinds({
    onboarding: routesOf(
      onboardingSaga,
      settings.STATE_MACHINE_ARN,
      onboardingReplay({ ...claimTable(documents, settings.CLAIM_TABLE), routeOf }),
    ),
    offboarding: routesOf(
      offboardingSaga,
      settings.OFFBOARDING_STATE_MACHINE_ARN,
      offboardingReplay({ routeOf, receipts: receiptTable(documents, settings.ERASURE_TABLE) }),
    ),
  }),
);
