import type { z } from 'zod';
import type { Operation } from '../../endpoint/service.ts';
import type { Engine } from '../../engine.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { randomString } from '../../kernel/random.ts';
import { badRequest } from './apiErrors.ts';
import type { Definitions } from './definition/definitions.ts';
import type { ApiKeyStore } from './keys/apiKeyStore.ts';
import type { QuotaMeter } from './serving/quotaMeter.ts';

/** What every control-plane operation stands on. */
export type Control = Readonly<{
  engine: Engine;
  definitions: Definitions;
  keys: ApiKeyStore;
  quotas: QuotaMeter;
  /** Runs changes one after the other, so that what one has checked still holds when it writes. */
  change<T>(run: () => Promise<T>): Promise<T>;
}>;

type Run<T> = (control: Control, input: T) => Promise<JsonObject>;

const parsed = <T>(schema: z.ZodType<T>, input: JsonObject): T => {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const details = result.error.issues.map(
    (issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`,
  );
  throw badRequest(details.join('; '));
};

/** An operation that only reads. API Gateway answers bad input with BadRequestException. */
export const reading =
  <T>(control: Control, schema: z.ZodType<T>, run: Run<T>): Operation =>
  async (input) =>
    run(control, parsed(schema, input));

/** An operation that writes: one at a time over the whole service. */
export const changing =
  <T>(control: Control, schema: z.ZodType<T>, run: Run<T>): Operation =>
  async (input) => {
    const checked = parsed(schema, input);
    return control.change(() => run(control, checked));
  };

/** A queue of one: each run starts when the one before has settled. */
export const oneAtATime = (): Control['change'] => {
  let last: Promise<unknown> = Promise.resolve();
  return (run) => {
    const result = last.then(run);
    last = Promise.allSettled([result]);
    return result;
  };
};

/** An id in API Gateway's alphabet. */
export const newId = (control: Control, length = 10): string =>
  randomString(control.engine.random, 'abcdefghijklmnopqrstuvwxyz0123456789', length);

/** The time as API Gateway's answers give it: whole epoch seconds. */
export const nowInSeconds = (control: Control): number =>
  Math.floor(control.engine.clock.now() / 1000);
