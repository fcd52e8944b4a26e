import type * as z from 'zod';
import type { Role } from '#events/fields.ts';
import type { Problem, Reply } from './reply.ts';

/**
 * One answer of a route: when it comes, its body, and its own headers (lower-case names). Those from 400 on have a
 * problem for a body.
 */
export type ReplyDeclaration = {
  readonly says: string;
  readonly body?: z.ZodType;
  readonly headers?: z.ZodObject;
};

/** A route as data: who may call it, what it takes, and every answer of its own. */
export type RouteDeclaration = {
  /** What it does, in a sentence. */
  readonly says: string;
  /** Everybody may call it without a token; or those of these roles may. */
  readonly roles: 'everybody' | readonly Role[];
  /**
   * Which of `body` (JSON), `params`, `query`, `headers` (lower-case names) and `caller` it takes. What
   * breaks it is answered with 400.
   */
  readonly request: z.ZodObject;
  readonly replies: Readonly<Record<number, ReplyDeclaration>>;
};

/** As API Gateway matches it. */
export type RouteKey = `${'GET' | 'POST' | 'PUT' | 'DELETE'} /${string}`;

/** The answers that any route may give beside those that it declares, and what they say. */
export const commonReplies = {
  400: 'The request breaks its schema; `fields` names each wrong field.',
  413: 'The body is too large.',
  429: 'Too many requests, or more than the tenant’s plan has for the day.',
  500: 'Something went wrong on our side.',
  502: 'The function gave no answer that could be passed on.',
  503: 'A service did not answer; try again.',
  504: 'The function did not answer in time.',
} as const;

/** The further answers of a route that not everybody may call. */
export const guardedReplies = {
  401: 'There is no token, or it does not verify.',
  403: 'The caller’s role or tenant does not admit the request; or its tenant is suspended (`TenantSuspended`).',
} as const;

type Failure<Status> = `${Status & number}` extends `${4 | 5}${string}` ? Status & number : never;

type Headers<Declared> = Declared extends { readonly headers: infer Named extends z.ZodObject }
  ? { headers: z.output<Named> }
  : unknown;

type Answer<Status, Declared> = Declared extends { readonly body: infer Body extends z.ZodType }
  ? { status: Status; body: z.output<Body> }
  : Status extends Failure<Status>
    ? Problem<Status>
    : { status: Status; body?: never };

/** What the code of a route may answer. */
export type ReplyTo<Route extends Pick<RouteDeclaration, 'replies'>> = Reply &
  (
    | {
        [Status in keyof Route['replies']]: Answer<Status, Route['replies'][Status]> &
          Headers<Route['replies'][Status]>;
      }[keyof Route['replies']]
    | Problem<keyof typeof commonReplies | keyof typeof guardedReplies>
  );

/** The code of a route. */
export type Run<Route extends Pick<RouteDeclaration, 'request' | 'replies'>> = (
  request: z.output<Route['request']>,
) => Promise<ReplyTo<Route>>;

/** The code for each route that a function declares: no fewer, no others. */
export type Runs<Routes extends Record<keyof Routes, RouteDeclaration>> = {
  readonly [Key in keyof Routes]: Run<Routes[Key]>;
};
