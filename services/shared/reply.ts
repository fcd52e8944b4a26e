import * as z from 'zod';

/** An HTTP answer; the body is sent as JSON. */
export type Reply = { status: number; headers?: Readonly<Record<string, string>>; body?: unknown };

/** One wrong field of a request: where it is, and the rule that it breaks. */
const FieldError = z.object({ path: z.string(), message: z.string() });
export type FieldError = z.infer<typeof FieldError>;

/** The body of every answer that says what is wrong, ours and API Gateway's own. */
export const ProblemBody = z
  .object({
    code: z.string().describe('What is wrong, for programs.'),
    message: z.string().nullable().describe('What is wrong, for people.'),
    requestId: z.string().describe('What the log calls the request.'),
    fields: z.array(FieldError).optional().describe('Each wrong field of the request.'),
  })
  .meta({ id: 'Problem' });

/** An answer that says what is wrong. */
export type Problem<Status extends number> = Pick<Reply, 'headers'> & {
  status: Status;
  body: { code: string; message: string; fields?: FieldError[] };
};

export const problem = <const Status extends number>(
  status: Status,
  code: string,
  details: { message: string; fields?: FieldError[] },
): Problem<Status> => ({ status, body: { code, ...details } });

/** Tells when to ask again; scripts of web pages may read that too. */
export const retryAfter = (seconds: number) => ({
  'retry-after': String(seconds),
  'access-control-expose-headers': 'Retry-After',
});

/** The answer to a caller who has had its share, and in how many seconds there is more. */
export const tooMany = (message: string, waitSeconds: number): Problem<429> => ({
  ...problem(429, 'TooManyRequests', { message }),
  headers: retryAfter(waitSeconds),
});

/** The answer to somebody whose role or tenant does not admit the request. */
export const forbidden = (): Problem<403> =>
  problem(403, 'Forbidden', { message: 'your role does not admit this request' });

const TOO_SHORT_TO_GUESS = 3;

const closest = (name: string, known: readonly string[]): string | undefined => {
  const letters = (text: string) => text.toLowerCase().replaceAll(/[^a-z]/g, '');
  const given = letters(name);
  if (given.length < TOO_SHORT_TO_GUESS) return undefined;
  return known.find((candidate) => {
    const meant = letters(candidate);
    return meant.startsWith(given.slice(0, 4)) || meant.endsWith(given.slice(-5));
  });
};

const hintAt = (name: string, known: readonly string[]): string => {
  const meant = closest(name, known);
  return meant === undefined ? '' : `; did you mean ${meant}?`;
};

/** What is said of a name that the request does not know, with a hint at the one that may be meant. */
export const strangerText = (
  what: 'field' | 'parameter',
  name: string,
  known: readonly string[],
): string => `is not a ${what} of this request${hintAt(name, known)}`;

/** One entry per wrong field. `known` names the fields there are, for hints at misspelt ones. */
export const fieldErrors = (error: z.ZodError, known: readonly string[]): FieldError[] =>
  error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          path: [...issue.path, key].join('.'),
          message: strangerText('field', key, known),
        }))
      : [{ path: issue.path.join('.'), message: issue.message }],
  );
