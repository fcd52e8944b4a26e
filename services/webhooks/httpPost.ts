import { lookup } from 'node:dns/promises';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import * as z from 'zod';
import { logger } from '#shared/logger.ts';
import type { Hosts } from './address.ts';
import { destinationOf, type Resolve } from './destination.ts';

/** What a POST came to. Redirects are answers like any other: they are never followed. */
export type Answer =
  | { kind: 'answered'; status: number; retryAfter: string | undefined; body: string }
  | { kind: 'failed'; problem: string };

/** Posts a body to a URL; never throws for what the other side does. */
export type Post = (
  url: string,
  message: { headers: Record<string, string>; body: string },
) => Promise<Answer>;

/** How long one attempt may take, from the look-up to the answer's status. */
export const ATTEMPT_MS = 10_000;

/** What follows the status decides nothing, and may take no longer, nor be more. */
const MAX_BODY_MS = 1_000;
const MAX_ANSWER_BYTES = 4_096;

/** The resolver of the machine. */
export const systemResolve: Resolve = async (hostname) =>
  (await lookup(hostname, { all: true })).map(({ address }) => address);

/** Connects to the checked address, whatever the name stands for by now. */
const pinnedTo = (address: string): LookupFunction => {
  const family = isIP(address);
  return (_hostname, { all }, callback) =>
    all ? callback(null, [{ address, family }]) : callback(null, address, family);
};

/** The beginning of an answer; what is longer, comes later or never is not read. */
const beginningOf = async (response: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const timer = setTimeout(() => response.destroy(), MAX_BODY_MS);
  try {
    for await (const chunk of response) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= MAX_ANSWER_BYTES) break;
    }
  } catch (error) {
    logger.info('the body of an answer was cut off', { error });
  } finally {
    clearTimeout(timer);
  }
  return Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES).toString('utf8');
};

type Target = { url: URL; address: string; signal: AbortSignal };

const exchange = (
  { url, address, signal }: Target,
  { headers, body }: Parameters<Post>[1],
): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const { request } = url.protocol === 'https:' ? https : http;
    const lookup = pinnedTo(address);
    // Without an agent: a pooled connection might be one to another address.
    const outgoing = request(url, { method: 'POST', headers, agent: false, lookup, signal });
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
    outgoing.end(body);
  });

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

const Failure = z.object({ code: z.string() });

const problemOf = (error: unknown, signal: AbortSignal): string => {
  if (signal.aborted) return 'no answer in time';
  return Failure.safeParse(error).data?.code ?? String(error);
};

/** Posts to what the rules admit, over a connection to the very address that they were checked on. */
export const postTo = (ports: { resolve: Resolve; hosts: Hosts; attemptMs: number }): Post => {
  const check = destinationOf(ports);
  const send = async (url: string, message: Parameters<Post>[1], signal: AbortSignal) => {
    const destination = await check(url);
    if ('problem' in destination) return destination;
    return exchange({ ...destination, signal }, message);
  };
  return async (url, message) => {
    const signal = AbortSignal.timeout(ports.attemptMs);
    try {
      const response = await Promise.race([send(url, message, signal), aborted(signal)]);
      if ('problem' in response) return { kind: 'failed', problem: `the URL ${response.problem}` };
      return {
        kind: 'answered',
        status: response.statusCode ?? 0,
        retryAfter: response.headers['retry-after'],
        body: await beginningOf(response),
      };
    } catch (error) {
      return { kind: 'failed', problem: problemOf(error, signal) };
    }
  };
};
