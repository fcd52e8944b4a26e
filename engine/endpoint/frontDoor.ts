import type { Engine } from '../engine.ts';
import { awsApi } from './awsApi.ts';
import type { HttpHandler } from './http.ts';
import { jsonError } from './jsonResponse.ts';
import { localRoutes } from './localRoutes.ts';
import type { AwsService, HttpRequest, HttpResponse } from './service.ts';

type Services = ReadonlyMap<string, AwsService>;

const ownRequests = async (
  services: Services,
  request: HttpRequest,
): Promise<HttpResponse | undefined> => {
  for (const service of services.values()) {
    const answer = await service.http?.(request);
    if (answer) return answer;
  }
  return undefined;
};

const notFound = (services: Services, request: HttpRequest): HttpResponse =>
  jsonError(
    404,
    'NotFound',
    `nothing is served at ${request.method} ${request.path}: this endpoint takes signed AWS calls (${[...services.keys()].join(', ')}), what these services publish, and /_local/mail and /_local/faults`,
  );

const tooLarge = jsonError(413, 'RequestTooLarge', 'the body is larger than anything here takes');

/**
 * Every request that reaches the engine enters here: its own page and `/_local` routes, then AWS API calls,
 * then what services publish (tenant APIs, a pool's keys). Never rejects.
 */
export const frontDoor = (engine: Engine, services: Services, page?: () => string): HttpHandler => {
  const aws = awsApi(engine, services);
  return async (request) => {
    try {
      return (
        (await localRoutes({ engine, services, page }, request)) ??
        (await aws(request)) ??
        (await ownRequests(services, request)) ??
        (request.tooLarge ? tooLarge : notFound(services, request))
      );
    } catch (error) {
      engine.log.problem(`${request.method} ${request.path} failed`, error);
      return jsonError(500, 'InternalFailure', 'Internal server error');
    }
  };
};
