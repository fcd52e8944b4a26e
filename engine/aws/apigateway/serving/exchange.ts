import type { HttpRequest } from '../../../endpoint/service.ts';
import type { Method, Resource } from '../definition/restApiSchemas.ts';
import type { Stage } from '../definition/stageSchemas.ts';
import type { ApiKey } from '../keys/apiKeySchemas.ts';
import type { ApiView } from './apiView.ts';
import type { Authorization } from './authorization.ts';

/** A request that has reached a stage: what it is known by from the first moment. */
export type Arrival = {
  request: HttpRequest;
  view: ApiView;
  stage: Stage;
  /** Within the stage, percent-encoded as it came: `/orders/1`. */
  path: string;
  requestId: string;
  extendedRequestId: string;
  /** Epoch milliseconds. */
  receivedAt: number;
};

/** An arrival on its way to a method; fills up as it passes authorizer and API key. */
export type Exchange = Arrival & {
  resource: Resource;
  method: Method;
  pathParameters: Record<string, string>;
  authorization?: Authorization & { latency: number };
  /** What the client sent or the authorizer named, known or not. */
  apiKeyValue?: string;
  apiKey?: ApiKey;
};
