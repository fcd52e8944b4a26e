import type { Engine } from '../engine.ts';
import { StateError } from '../kernel/level/stateError.ts';
import { addressee, checkService, targetService } from './addressee.ts';
import { authenticate } from './authenticate.ts';
import { bodyLimit } from './bodyLimit.ts';
import { AwsError, unsupportedOperation } from './errors.ts';
import { jsonWire } from './protocols/jsonWire.ts';
import { queryWire } from './protocols/queryWire.ts';
import { restJsonWire } from './protocols/restJsonWire.ts';
import type { Exchange, Wire } from './protocols/wire.ts';
import type { AwsService, HttpRequest, HttpResponse } from './service.ts';
import { readSignature, type Signature } from './signature.ts';

type Addressed = { service: string; signature: Signature | undefined };

/** How a service's calls are put on the wire. */
export const wireOf = (service: AwsService): Wire => {
  switch (service.protocol.kind) {
    case 'json':
      return jsonWire;
    case 'query':
      return queryWire(service.protocol);
    case 'rest-json':
      return restJsonWire(service.signingName, service.protocol.routes);
  }
};

/** The protocol that a client of a service outside the engine seems to speak. */
const wireLike = (request: HttpRequest, service: string): Wire => {
  if (request.headers['x-amz-target']) return jsonWire;
  return request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')
    ? queryWire({ kind: 'query', namespace: '', dates: [] })
    : restJsonWire(service, []);
};

/** What a client is told of a failure: what is none of AWS's own is logged and stays inside. */
export const asAwsError = (
  { log }: Pick<Engine, 'log'>,
  error: unknown,
  request: HttpRequest,
): AwsError => {
  if (error instanceof AwsError) return error;
  if (error instanceof StateError) {
    return new AwsError('ServiceUnavailable', 'The state can no longer be kept.', { status: 503 });
  }
  const what = request.headers['x-amz-target'] ?? `${request.method} ${request.path}`;
  log.problem(`AWS call ${what} failed`, error);
  return new AwsError(
    'InternalFailure',
    'The request processing has failed because of an unknown error, exception or failure.',
    { status: 500 },
  );
};

const tooLarge = (limit: number): AwsError =>
  new AwsError('RequestEntityTooLargeException', `Request must be smaller than ${limit} bytes`, {
    status: 413,
  });

/**
 * Answers AWS API calls: who is asking, what is asked, the call, its outcome on the wire. Answers
 * undefined when a request is no AWS API call. Never rejects.
 */
export const awsApi = (engine: Engine, services: ReadonlyMap<string, AwsService>) => {
  const wires = new Map([...services].map(([name, service]) => [name, wireOf(service)]));

  const carryOut = async (exchange: Exchange, wire: Wire, to: Addressed): Promise<HttpResponse> => {
    const { request } = exchange;
    const { service, signature } = to;
    if (request.tooLarge) throw tooLarge(bodyLimit(request));
    checkService(request, signature);
    if (!services.has(service)) {
      throw unsupportedOperation(service, wire.read(exchange).operation);
    }
    const principal = authenticate(engine, request, signature);
    const { operation, input, write } = wire.read(exchange);
    return write(await engine.call({ service, operation, input, principal }));
  };

  const outcome = async (exchange: Exchange): Promise<HttpResponse | undefined> => {
    const { request } = exchange;
    let wire = wireLike(request, '');
    try {
      const signature = readSignature(request);
      const service = addressee(request, signature);
      if (service === undefined) return undefined;
      wire = wires.get(service) ?? wireLike(request, service);
      return await carryOut(exchange, wire, { service, signature });
    } catch (error) {
      return wire.refuse(asAwsError(engine, error, request), exchange);
    }
  };

  return async (request: HttpRequest): Promise<HttpResponse | undefined> => {
    const requestId = engine.random.uuid();
    const answer = await outcome({ request, requestId });
    if (!answer) return undefined;
    const date = new Date(engine.clock.now()).toUTCString();
    const readable = services.get(targetService(request) ?? '')?.browserHeaders;
    const own = { date, 'x-amzn-requestid': requestId, ...readable };
    return { ...answer, headers: { ...own, ...answer.headers } };
  };
};
