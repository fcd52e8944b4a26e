import { z } from 'zod';
import type { JsonObject } from '../../../kernel/json.ts';
import { unsupportedOption } from '../context.ts';

/** A stream, as CreateTable and UpdateTable ask for it. */
export const StreamSpecification = z.object({ StreamEnabled: z.boolean() });

/** Refuses, by name, options that the engine would have to ignore. */
export const refuseOptions = (
  operation: string,
  input: JsonObject,
  known: Readonly<Record<string, unknown>>,
): void => {
  const option = Object.keys(input).find((name) => input[name] !== undefined && !(name in known));
  if (option) throw unsupportedOption(operation, option);
  const stream = StreamSpecification.safeParse(input['StreamSpecification']);
  if (stream.data?.StreamEnabled) throw unsupportedOption(operation, 'StreamSpecification');
};
