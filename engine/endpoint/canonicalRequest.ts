import { createHash } from 'node:crypto';
import type { HttpRequest } from './service.ts';

const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';

/** Hex SHA-256, as SigV4 writes digests. */
export const sha256 = (data: string | Buffer): string =>
  createHash('sha256').update(data).digest('hex');

const encoded = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** The path as sent, encoded once more: so do all services but S3. */
const canonicalPath = (path: string): string => encoded(path).replaceAll('%2F', '/');

const compare = (left: string, right: string): number => {
  if (left === right) return 0;
  return left < right ? -1 : 1;
};

const canonicalQuery = (query: URLSearchParams): string =>
  [...query]
    .map(([name, value]) => [encoded(name), encoded(value)] as const)
    .sort((left, right) => compare(left[0], right[0]) || compare(left[1], right[1]))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

const canonicalHeader = (request: HttpRequest, name: string): string =>
  `${name}:${(request.headers[name] ?? '').trim().replace(/\s+/g, ' ')}\n`;

const payloadHash = (request: HttpRequest): string =>
  request.headers['x-amz-content-sha256'] === UNSIGNED_PAYLOAD
    ? UNSIGNED_PAYLOAD
    : sha256(request.body);

/** SigV4's canonical form of what was received: the body's digest is computed, never believed. */
export const canonicalRequest = (request: HttpRequest, signedHeaders: readonly string[]): string =>
  [
    request.method,
    canonicalPath(request.path),
    canonicalQuery(request.query),
    signedHeaders.map((name) => canonicalHeader(request, name)).join(''),
    signedHeaders.join(';'),
    payloadHash(request),
  ].join('\n');
