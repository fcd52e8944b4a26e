import type { Engine } from '../engine.ts';
import type { HttpHandler } from './http.ts';
import type { AwsService } from './service.ts';

/** Every request that reaches the engine enters here. */
export const frontDoor =
  (_engine: Engine, services: ReadonlyMap<string, AwsService>): HttpHandler =>
  async (request) => {
    for (const service of services.values()) {
      const answer = await service.http?.(request);
      if (answer) return answer;
    }
    return { status: 404, headers: {}, body: '' };
  };
