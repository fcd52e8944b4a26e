/** An HTTP answer; the body is sent as JSON. */
export type Reply = { status: number; body?: unknown };

/** One wrong field of a request: where it is, and the rule that it breaks. */
export type FieldError = { path: string; message: string };

/** An answer that says what is wrong: `code` is for programs, `message` for people. */
export const problem = (
  status: number,
  code: string,
  details: { message: string; fields?: FieldError[] },
): Reply => ({ status, body: { code, ...details } });

/** The answer to somebody whose role or tenant does not admit the request. */
export const forbidden = (): Reply =>
  problem(403, 'Forbidden', { message: 'your role does not admit this request' });
