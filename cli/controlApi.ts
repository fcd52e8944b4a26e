import { z } from 'zod';
import { Failure } from '../client/failure.ts';

const Problem = z.object({
  code: z.string(),
  message: z.string(),
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  requestId: z.string().optional(),
});

const causeOf = (error: unknown): string => {
  const cause = error instanceof Error ? error.cause : undefined;
  const { code } = z.object({ code: z.string() }).safeParse(cause).data ?? { code: String(error) };
  return code;
};

/** A field that the API refused, and by which rule. */
export type WrongField = { path: string; message: string };

/** An error that the API answered; `retryAfter` is its header of that name. */
export class Refusal extends Failure {
  readonly status: number;
  readonly fields: readonly WrongField[];
  readonly retryAfter: string | null;

  constructor(answer: Response, body: unknown) {
    const problem = Problem.safeParse(body).data;
    super(messageOf(answer, problem, body));
    this.status = answer.status;
    this.fields = problem?.fields ?? [];
    this.retryAfter = answer.headers.get('retry-after');
  }
}

const messageOf = (
  { status }: Response,
  problem: z.infer<typeof Problem> | undefined,
  body: unknown,
): string => {
  if (!problem) return `the API answered ${status}: ${JSON.stringify(body)}`;
  const { code, message, fields = [], requestId } = problem;
  if (fields.length > 0) {
    const wrong = fields.map(({ path, message: rule }) => `  ${path || 'body'}: ${rule}`);
    return [`${code} (${status})`, ...wrong].join('\n');
  }
  return `${message} (${code}, ${status}${requestId ? `, request ${requestId}` : ''})`;
};

const parsed = (text: string): unknown => {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
};

/** A request of the control API. */
export type ApiRequest = {
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  headers?: Record<string, string>;
};

const addressOf = (path: string, url: string, { query = {} }: ApiRequest): URL => {
  const address = new URL(path, url);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) address.searchParams.set(name, String(value));
  }
  return address;
};

/**
 * The control API at this address; `token` is asked for once, by the first call that needs it. Calls
 * throw Refusal with each wrong field, and with what the API says otherwise; Failure where nothing answers.
 */
export const controlApi = (url: string, token: () => Promise<string>) => {
  let signedIn: Promise<string> | undefined;
  const bearer = async () => {
    signedIn ??= token();
    return { authorization: `Bearer ${await signedIn}` };
  };

  const send = async (target: URL, init: RequestInit): Promise<Response> => {
    try {
      return await fetch(target, init);
    } catch (error) {
      const hint = 'is npm start running, or was the deployment removed?';
      throw new Failure(`nothing answers at ${target.origin} (${causeOf(error)}): ${hint}`);
    }
  };

  const call = async (method: string, path: string, request: ApiRequest): Promise<unknown> => {
    const headers = { 'content-type': 'application/json', ...request.headers };
    const body = request.body === undefined ? {} : { body: JSON.stringify(request.body) };
    const answer = await send(addressOf(path, url, request), { method, headers, ...body });
    const content = parsed(await answer.text());
    if (!answer.ok) throw new Refusal(answer, content);
    return content;
  };

  const asOperator = async (method: string, path: string, request: ApiRequest) =>
    call(method, path, { ...request, headers: { ...request.headers, ...(await bearer()) } });

  return {
    /** For everybody. */
    open: call,
    /** For operators. */
    asOperator,
  };
};
export type ControlApi = ReturnType<typeof controlApi>;
