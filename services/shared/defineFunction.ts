import type * as z from 'zod';
import type { EventDefinition } from '#events/defineEvent.ts';
import type { RouteDeclaration, RouteKey } from './declaredRoute.ts';

/** What a rule needs to know of an event: its own name, and what it matches. */
export type Consumed = Pick<EventDefinition, 'name'> & {
  readonly pattern: Readonly<
    Pick<EventDefinition['pattern'], 'source' | 'detailType'> & { detail?: object }
  >;
};

/** What a Lambda function says of itself, as data: its handler and its infrastructure derive from it. */
export type FunctionDeclaration<Environment extends z.ZodObject = z.ZodObject> = {
  /** The handler's place below `services/`, e.g. `registration/register`. */
  readonly handler: string;
  /** Checked by the function once at import; its keys are what infra must supply. */
  readonly environment: Environment;
  /** The events that its rules bring, each under the name by which the handler binds it. */
  readonly consumes?: Readonly<Record<string, Consumed>>;
  /**
   * Puts a queue between its rules and the function, which then takes so many batches at once, from 2
   * to 1,000: however many events come together, they wait there.
   */
  readonly queue?: { readonly maximumConcurrency: number };
  /**
   * Gives it a queue for events that it cannot handle yet: what it puts there by `postponeTo` comes back to it
   * after five minutes.
   */
  readonly postpones?: true;
  /** The routes that it answers: an API has exactly those of its functions. */
  readonly routes?: Readonly<Record<RouteKey, RouteDeclaration>>;
};

/**
 * Declares a function, beside its handler. Data only: a handler's bundle holds its own declaration and no
 * other, and infra imports it without the code that runs.
 */
export const defineFunction = <const Declared extends FunctionDeclaration>(
  declared: Declared,
): Declared => declared;
