import * as z from 'zod';
import { defineFunction } from '#shared/defineFunction.ts';
import { pageFields } from '#shared/page.ts';
import { ErasureEnv, PaceEnv, RoutingTableEnv, StateMachineEnv } from '../provisioningEnv.ts';
import { SagaStatus } from '../saga/sagaView.ts';
import { ListSagas, OneSaga, ReplaySagas } from './sagaRequests.ts';

const executionName = z.string();
const Problem = z.object({ name: z.string(), message: z.string() });

const Saga = z
  .object({
    executionName,
    kind: z.string().describe('What it does to its tenant.'),
    tenantId: z.string().optional(),
    status: SagaStatus,
    startedAt: z.iso.datetime(),
    stoppedAt: z.iso.datetime().optional(),
    error: Problem.optional(),
    failedStep: z.string().optional(),
    undone: z.array(z.string()).optional(),
    stuck: z.array(z.string()).optional().describe('The steps that could not be undone.'),
    replayOf: z.string().optional(),
  })
  .meta({ id: 'Saga' });

const Step = z
  .object({
    step: z.string(),
    kind: z.enum(['run', 'undo', 'announce']),
    task: z.string(),
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().optional(),
    attempts: z.int(),
    error: Problem.optional(),
    outcome: z.enum(['running', 'done', 'failed', 'undone', 'stuck']),
  })
  .meta({ id: 'SagaStep' });

const Replay = z.object({ executionName, undoOnly: z.string().optional() }).meta({ id: 'Replay' });

const Replays = z
  .object({
    matched: z.array(
      z.object({
        executionName,
        tenantId: z.string().optional(),
        failedStep: z.string().optional(),
      }),
    ),
    replayed: z.array(executionName),
    refused: z.array(z.object({ executionName, reason: z.string() })),
    ...pageFields,
  })
  .meta({ id: 'Replays' });

const notFound = { says: 'No saga has this name.' };

export const sagasFunction = defineFunction({
  handler: 'provisioning/operators/sagas',
  environment: StateMachineEnv.extend({
    ...PaceEnv.shape,
    ...RoutingTableEnv.shape,
    ...ErasureEnv.shape,
    OFFBOARDING_STATE_MACHINE_ARN: z.string().min(1),
  }),
  routes: {
    'GET /sagas': {
      says: 'Lists the sagas of one kind, newest first.',
      roles: ['SystemAdmin'],
      request: ListSagas,
      replies: {
        200: {
          says: 'A page of sagas.',
          body: z.object({ sagas: z.array(Saga), ...pageFields }),
        },
      },
    },
    'GET /sagas/{executionName}': {
      says: 'Shows a saga with each of its steps.',
      roles: ['SystemAdmin'],
      request: OneSaga,
      replies: {
        200: {
          says: 'The saga.',
          body: Saga.extend({ steps: z.array(Step) }).meta({ id: 'SagaWithSteps' }),
        },
        404: notFound,
      },
    },
    'POST /sagas/replay': {
      says: 'Replays the failed sagas of a page that fit; unless told otherwise, only says which.',
      roles: ['SystemAdmin'],
      request: ReplaySagas,
      replies: { 200: { says: 'What was found, replayed and refused.', body: Replays } },
    },
    'POST /sagas/{executionName}/replay': {
      says: 'Replays a saga that came to nothing.',
      roles: ['SystemAdmin'],
      request: OneSaga,
      replies: {
        202: { says: 'The saga runs again, under this name.', body: Replay },
        404: notFound,
        409: { says: 'It cannot be replayed now.' },
      },
    },
  },
});
