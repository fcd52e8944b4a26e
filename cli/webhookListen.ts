import { isIP } from 'node:net';
import { type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { messageBody, newSecretValue, signedHeaders } from '#events/webhookMessage.ts';
import type { TailedEvent } from '../client/busTail.ts';
import { eventOption } from './eventOption.ts';
import { examples } from './examples.ts';
import { following } from './following.ts';
import { positive } from './numbers.ts';
import { connected, type Session, type TargetOptions, withTarget } from './session.ts';
import { tenantOption } from './tenantOption.ts';
import type { Cell, Terminal } from './terminal.ts';

/** As long as a delivery waits for its answer. */
const ATTEMPT_MS = 10_000;

/** What fetch says of an address that cannot be posted to. */
const Caused = z.object({ cause: z.object({ code: z.string().optional(), message: z.string() }) });

type ListenOptions = TargetOptions & {
  forwardTo: URL;
  event?: string[];
  tenant?: string;
  count?: number;
};

/** What became of one event: the status that was answered, or why there was none. */
type Outcome = { status?: number; problem?: string; tookMs: number };

const isThisMachine = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'));

/** Tenants' data crosses no network in the clear. */
const address = (given: string): URL => {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const isFine =
    url?.protocol === 'https:' || (url?.protocol === 'http:' && isThisMachine(url.hostname));
  if (url && isFine && url.username === '' && url.password === '') return url;
  throw new InvalidArgumentError(
    'It must be https:// or, on this machine, http://, without credentials: http://127.0.0.1:8080/events.',
  );
};

const problemOf = (error: unknown): string => {
  if (error instanceof Error && error.name === 'TimeoutError') return 'no answer in time';
  const cause = Caused.safeParse(error).data?.cause;
  return cause?.code ?? cause?.message ?? String(error);
};

/** Posts once; throws only when the command is told to stop meanwhile. */
const post = async (
  url: URL,
  { headers, body }: { headers: Record<string, string>; body: string },
  stop: AbortSignal,
): Promise<Outcome> => {
  const signal = AbortSignal.any([stop, AbortSignal.timeout(ATTEMPT_MS)]);
  const begun = performance.now();
  const tookMs = () => Math.round(performance.now() - begun);
  try {
    const request = { method: 'POST', headers, body, signal, redirect: 'manual' } as const;
    const answer = await fetch(url, request);
    await answer.body?.cancel();
    return { status: answer.status, tookMs: tookMs() };
  } catch (error) {
    stop.throwIfAborted();
    return { problem: problemOf(error), tookMs: tookMs() };
  }
};

const isTaken = ({ status = 0 }: Outcome): boolean => status >= 200 && status <= 299;

const partsOf = ({ paint }: Terminal, event: TailedEvent, outcome: Outcome): Cell[] => {
  const { eventId, tenantId } = event.detail.metadata;
  const answer = outcome.problem ?? String(outcome.status);
  return [
    new Date().toISOString(),
    event['detail-type'],
    tenantId,
    eventId,
    paint(isTaken(outcome) ? 'good' : 'bad', answer),
    `${outcome.tookMs} ms`,
  ];
};

const jsonOf = (event: TailedEvent, outcome: Outcome): string => {
  const { eventId, tenantId } = event.detail.metadata;
  return JSON.stringify({ eventId, type: event['detail-type'], tenantId, ...outcome });
};

/** Answers how many events were not taken. */
const listen = async (session: Session, options: ListenOptions): Promise<number> => {
  const to = await connected(session, options);
  const { forwardTo, event: events = [], tenant, count = Number.POSITIVE_INFINITY } = options;
  const { terminal, json } = to;
  const secret = newSecretValue();
  let refused = 0;
  const take = async (event: TailedEvent, stop: AbortSignal) => {
    const { 'detail-type': type, detail } = event;
    const body = messageBody({ type, detail: { ...detail, data: detail['data'] } });
    const message = { id: detail.metadata.eventId, body };
    const headers = signedHeaders(message, [{ value: secret }], new Date());
    const outcome = await post(forwardTo, { headers, body }, stop);
    if (!isTaken(outcome)) refused += 1;
    terminal.line(...(json ? [jsonOf(event, outcome)] : partsOf(terminal, event, outcome)));
  };
  const says = `posting to ${forwardTo.href}, signed with ${secret} (Ctrl-C ends it)`;
  const tenants = tenant === undefined ? [] : [tenant];
  await following(to, { events, tenants, count, says, take });
  return refused;
};

/** `webhooks listen`. */
export const addListen = (webhooks: Command, session: Session, done: (code: number) => void) =>
  withTarget(webhooks.command('listen'))
    .summary('post the events of the bus to an address of yours')
    .description(
      [
        'Posts each event of the bus, as it comes, to an address of yours as a webhook would be posted;',
        'signed with a secret that is printed first. Each event is posted once. Prints time, type, tenant,',
        'event id, the status that was answered and how long that took. Listens by a rule and a queue of',
        'its own, which go when it ends. Exit code 1 when an answer was not 2xx.',
      ].join(' '),
    )
    .requiredOption('--forward-to <url>', 'where to post, as http://127.0.0.1:8080/events', address)
    .addOption(eventOption())
    .addOption(tenantOption('of this tenant only'))
    .option('--count <n>', 'end after so many', positive)
    .addHelpText(
      'after',
      examples(
        'webhooks listen --forward-to http://127.0.0.1:8080/events',
        'webhooks listen --forward-to http://127.0.0.1:8080/events --event TenantProvisioned --count 1',
      ),
    )
    .action(async (options: ListenOptions) => done((await listen(session, options)) > 0 ? 1 : 0));
