import { createHash } from 'node:crypto';
import { ALL_NASTY } from './nastyTexts.ts';

const AT = '2026-01-01T00:00:00.000Z';

const saga = {
  executionName: ALL_NASTY,
  tenantId: ALL_NASTY,
  status: 'failed',
  startedAt: AT,
  stoppedAt: AT,
  failedStep: ALL_NASTY,
  error: { name: ALL_NASTY, message: ALL_NASTY },
  undone: [ALL_NASTY],
  stuck: [ALL_NASTY],
  replayOf: ALL_NASTY,
};

const step = {
  step: ALL_NASTY,
  kind: 'run',
  startedAt: AT,
  endedAt: AT,
  attempts: 1,
  error: { name: ALL_NASTY, message: ALL_NASTY },
  outcome: 'failed',
};

const registration = {
  registrationId: ALL_NASTY,
  tenantId: ALL_NASTY,
  tenantName: ALL_NASTY,
  tier: ALL_NASTY,
  status: 'failed',
  failure: {
    failedStep: ALL_NASTY,
    error: { name: ALL_NASTY, message: ALL_NASTY },
    stuck: [ALL_NASTY],
  },
};

const tenant = {
  tenantId: ALL_NASTY,
  tenantName: ALL_NASTY,
  tier: ALL_NASTY,
  deployment: ALL_NASTY,
  status: ALL_NASTY,
};

const change = { by: ALL_NASTY, at: ALL_NASTY, reason: ALL_NASTY };
const erasure = {
  tenantId: ALL_NASTY,
  operation: ALL_NASTY,
  beganAt: ALL_NASTY,
  erased: { [ALL_NASTY]: 1 },
  parties: [
    { by: ALL_NASTY, at: ALL_NASTY, items: [{ kind: ALL_NASTY, count: 1 }] },
    { by: ALL_NASTY },
  ],
  residual: [{ where: ALL_NASTY, until: ALL_NASTY }],
  complete: true,
  digest: ALL_NASTY,
};

const wholeTenant = {
  ...tenant,
  protected: true,
  statusChange: change,
  protectionChange: change,
  operation: { id: ALL_NASTY, kind: ALL_NASTY, since: ALL_NASTY },
  since: ALL_NASTY,
  adminEmail: ALL_NASTY,
  phone: ALL_NASTY,
  phoneExtension: ALL_NASTY,
  address: ALL_NASTY,
  userPoolId: ALL_NASTY,
  identity: ALL_NASTY,
  data: ALL_NASTY,
  appApiUrl: ALL_NASTY,
};

const user = {
  username: ALL_NASTY,
  email: ALL_NASTY,
  role: ALL_NASTY,
  enabled: true,
  status: ALL_NASTY,
  invitation: { sentAt: ALL_NASTY, expiresAt: ALL_NASTY, expired: true },
};

const webhook = {
  webhookId: ALL_NASTY,
  url: ALL_NASTY,
  events: [ALL_NASTY],
  tenantId: ALL_NASTY,
  description: ALL_NASTY,
  status: ALL_NASTY,
  createdAt: AT,
};

const delivery = {
  eventId: ALL_NASTY,
  type: ALL_NASTY,
  tenantId: ALL_NASTY,
  attempt: 1,
  status: ALL_NASTY,
  at: AT,
  problem: ALL_NASTY,
};

export const refusal = { code: ALL_NASTY, message: ALL_NASTY, requestId: ALL_NASTY };
const wrongFields = { ...refusal, fields: [{ path: ALL_NASTY, message: ALL_NASTY }] };

export const event = {
  source: 'registration',
  'detail-type': ALL_NASTY,
  detail: {
    metadata: {
      eventId: ALL_NASTY,
      occurredAt: ALL_NASTY,
      tenantId: ALL_NASTY,
      correlationId: ALL_NASTY,
    },
    data: { tenantName: ALL_NASTY },
  },
};

const attribute = { DataType: 'String', StringValue: ALL_NASTY };

export const message = (id: string, Body: string) => ({
  MessageId: id,
  ReceiptHandle: 'r',
  Body,
  MD5OfBody: createHash('md5').update(Body).digest('hex'),
  Attributes: { SentTimestamp: '1767225600000' },
  MessageAttributes: { ERROR_CODE: attribute, ERROR_MESSAGE: attribute },
});

/** What the control API answers. */
export const API: Readonly<Record<string, [number, unknown]>> = {
  'POST /tenants': [202, { ...registration, status: ALL_NASTY }],
  'GET /registrations/one': [200, registration],
  'GET /registrations/refused': [404, refusal],
  'GET /registrations/wrong': [400, wrongFields],
  'GET /registrations/strange': [500, { strange: ALL_NASTY }],
  'GET /tenants': [200, { tenants: [tenant] }],
  'GET /tenants/one': [200, wholeTenant],
  'POST /tenants/one/deactivate': [200, wholeTenant],
  'DELETE /tenants/one': [202, wholeTenant],
  'GET /tenants/one/erasure': [200, erasure],
  'GET /users': [200, { users: [user] }],
  'GET /users/one': [200, user],
  'GET /webhooks': [200, { webhooks: [webhook] }],
  'POST /webhooks': [201, { ...webhook, secret: ALL_NASTY }],
  'GET /webhooks/one': [200, webhook],
  'GET /webhooks/one/deliveries': [200, { deliveries: [delivery] }],
  'POST /webhooks/one/secret': [201, { secret: ALL_NASTY }],
  'GET /sagas': [200, { sagas: [saga] }],
  'GET /sagas/one': [200, { ...saga, steps: [step] }],
  'POST /sagas/one/replay': [202, { executionName: ALL_NASTY, undoOnly: ALL_NASTY }],
  'POST /sagas/replay': [
    200,
    {
      matched: [saga],
      replayed: [],
      refused: [{ executionName: ALL_NASTY, reason: ALL_NASTY }],
    },
  ],
};

/** What AWS answers, by the word behind the dot of `x-amz-target`. */
export const AWS: Readonly<Record<string, unknown>> = {
  InitiateAuth: { AuthenticationResult: { IdToken: 'token' } },
  CreateQueue: { QueueUrl: 'http://127.0.0.1/tail' },
  GetQueueAttributes: { Attributes: { QueueArn: 'arn:aws:sqs:us-east-1:000000000000:queue' } },
  PutRule: { RuleArn: 'arn:aws:events:us-east-1:000000000000:rule/rule' },
  PutTargets: { FailedEntryCount: 0, FailedEntries: [] },
};

export const swept = {
  found: [{ kind: ALL_NASTY, name: ALL_NASTY, id: ALL_NASTY, tenantId: ALL_NASTY }],
  removed: 0,
  detached: [{ tenantId: ALL_NASTY, apiKeyId: ALL_NASTY }],
  complete: true,
};
