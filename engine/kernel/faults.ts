import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { AwsCall } from '../endpoint/call.ts';
import { AwsError } from '../endpoint/errors.ts';
import { isJsonObject, type Json, JsonObject } from './json.ts';

/** A planned failure of AWS calls, as `POST /_local/faults` takes it. */
export const Fault = z.strictObject({
  /** SigV4 signing name, e.g. `apigateway`. */
  service: z.string().min(1),
  operation: z.string().min(1),
  /** The error's wire name; `Timeout` never answers. */
  error: z.string().min(1),
  /** `after`: the call has its effect, but its answer is lost. */
  when: z.enum(['before', 'after']),
  /** How many matching calls fail. */
  times: z.int().min(1),
  /** A partial of the request's input. */
  match: JsonObject.optional(),
});
export type Fault = z.infer<typeof Fault>;

const SERVER_ERRORS = /^(Internal|ServiceUnavailable|ServiceException|DependencyTimeout)/;

const statusOf = (error: string): number => {
  if (error === 'TooManyRequestsException') return 429;
  return SERVER_ERRORS.test(error) ? 500 : 400;
};

const matches = (partial: Json | undefined, whole: Json | undefined): boolean =>
  isJsonObject(partial) && isJsonObject(whole)
    ? Object.entries(partial).every(([key, value]) => matches(value, whole[key]))
    : isDeepStrictEqual(partial, whole);

const fail = (fault: Fault): Promise<never> => {
  if (fault.error === 'Timeout') return new Promise(() => {});
  const message = `fault injected ${fault.when} ${fault.service}:${fault.operation}`;
  return Promise.reject(new AwsError(fault.error, message, { status: statusOf(fault.error) }));
};

/** Stands before and after every call that is allowed; `strike` may wait, or throw what the call fails with. */
export type Disturbance = { strike(when: Fault['when'], call: AwsCall): Promise<void> };

/** The planned failures of one engine, oldest first. */
export class Faults implements Disturbance {
  #planned: Fault[] = [];

  add(fault: Fault): void {
    this.#planned.push({ ...fault });
  }

  list(): readonly Fault[] {
    return this.#planned;
  }

  clear(): void {
    this.#planned = [];
  }

  /** Fails when a planned fault covers this call, and counts it as used. */
  async strike(when: Fault['when'], call: AwsCall): Promise<void> {
    const fault = this.#planned.find(
      (planned) =>
        planned.when === when &&
        planned.service === call.service &&
        planned.operation === call.operation &&
        matches(planned.match ?? {}, call.input),
    );
    if (!fault) return;
    fault.times -= 1;
    this.#planned = this.#planned.filter((planned) => planned.times > 0);
    await fail(fault);
  }
}
