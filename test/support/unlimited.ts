/**
 * Of an engine for tests and measurements that ask faster than AWS lets an account ask, or by a clock that stands still:
 * no call and no mail is one too many.
 */
export const unlimited = { limits: { rates: false } } as const;
