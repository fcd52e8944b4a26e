import type { Answer } from '../../services/webhooks/httpPost.ts';
import { ATTEMPT_MS } from '../../services/webhooks/httpPost.ts';

/** The ways in which an endpoint can be bad. */
export const kinds = ['slow', 'failing', 'flapping', 'huge', 'closing', 'redirecting'] as const;
export type Behaviour = (typeof kinds)[number] | 'healthy';

/** What a POST comes to, and how long it takes. */
export type Reaction = { tookMs: number; answer: Answer };

const answered = (status: number): Answer => ({
  kind: 'answered',
  status,
  retryAfter: undefined,
  body: '',
});

const failed = (problem: string): Answer => ({ kind: 'failed', problem });

/** What takes 29 seconds is not waited for. */
const noAnswer: Reaction = { tookMs: ATTEMPT_MS, answer: failed('no answer in time') };

/** One that flaps works for half a minute, and hangs for the next. */
const FLAP_MS = 30_000;

/** A body that is too large is read for a second, whatever the status says. */
const BODY_MS = 1_000;

/** How an endpoint reacts at a time; `usual` is how long a good answer of it takes. */
export const reactionOf = (behaviour: Behaviour, at: number, usual: number): Reaction => {
  const good = { tookMs: usual, answer: answered(204) };
  switch (behaviour) {
    case 'healthy':
      return good;
    case 'slow':
      return noAnswer;
    case 'failing':
      return { tookMs: usual, answer: answered(500) };
    case 'flapping':
      return Math.floor(at / FLAP_MS) % 2 === 0 ? noAnswer : good;
    case 'huge':
      return { tookMs: usual + BODY_MS, answer: answered(200) };
    case 'closing':
      return { tookMs: usual, answer: failed('ECONNRESET') };
    case 'redirecting':
      return { tookMs: usual, answer: answered(302) };
  }
};
