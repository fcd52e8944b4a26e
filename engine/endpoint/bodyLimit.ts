import { targetService } from './addressee.ts';
import type { HttpRequest } from './service.ts';

const KIB = 1_024;
const MIB = 1_024 * KIB;

/** JSON in JSON has a backslash before each quote, and a call names more than what is measured. */
const quoted = (measured: number): number => 2 * measured + 64 * KIB;

/**
 * The largest body that is read of a call to each service, in bytes. Where AWS measures a part of the call (a payload,
 * the entries), the service itself refuses what is too large, in its own words, and this is the bound of the whole.
 */
const LIMITS: ReadonlyMap<string, number> = new Map([
  // "Maximum request size: 16 MB" of BatchWriteItem and TransactWriteItems: DynamoDB, API reference.
  ['dynamodb', 16 * MIB + 64 * KIB],
  // 1 MB of entries: EventBridge User Guide, "Calculating PutEvents event entry size".
  ['events', quoted(MIB)],
  // 6 MB of payload, synchronously: Lambda Developer Guide, "Lambda quotas".
  ['lambda', 6 * MIB + 64 * KIB],
  // 1 MiB of messages in a batch: SQS Developer Guide, "Message quotas".
  ['sqs', quoted(MIB)],
  // 1 MB a request: Step Functions Developer Guide, "Quotas related to API action throttling".
  ['states', MIB],
]);

/** For services whose documents name no limit, and the engine's own routes: nobody comes near it. */
const OTHER = MIB;
/** "Payload size: 10 MB": API Gateway Developer Guide, "Quotas for configuring and running a REST API". */
const TENANT_API = 10 * MIB;

const SIGNED_FOR = /Credential=[^/]*\/[^/]*\/[^/]*\/([^/,]+)/;

/** How many bytes of a request's body are read. */
export const bodyLimit = (head: Pick<HttpRequest, 'path' | 'headers'>): number => {
  if (head.path.startsWith('/_aws/execute-api/')) return TENANT_API;
  const signedFor = SIGNED_FOR.exec(head.headers['authorization'] ?? '')?.[1];
  return LIMITS.get(signedFor ?? targetService(head) ?? '') ?? OTHER;
};
