import { dynamodb, dynamodbWith } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { lambda, lambdaWith } from '../../../engine/aws/lambda/lambda.ts';
import type { HttpHandler } from '../../../engine/endpoint/http.ts';
import { MemoryDatabase, memoryStore } from '../../../engine/kernel/memoryStore.ts';
import { awsServices } from '../../../engine/services.ts';
import { memoryItems } from '../../../simulation/world/memoryItems.ts';
import { loadLibraries } from './bundledHandlers.ts';
import { InProcessEnvironment } from './inProcessEnvironment.ts';

/**
 * The services with the product's handlers in this process, and with all that is stored in its memory: a fifth of what
 * threads and files cost. `handle` answers as the engine's HTTP endpoint does.
 */
export const servicesHere = (handle: HttpHandler) => {
  loadLibraries();
  const database = new MemoryDatabase();
  const own = new Map([
    [lambda, lambdaWith((engine, name) => new InProcessEnvironment(engine, name, handle))],
    [dynamodb, dynamodbWith(() => memoryItems(database))],
  ]);
  return {
    store: memoryStore(database),
    services: awsServices.map((service) => own.get(service) ?? service),
  };
};
