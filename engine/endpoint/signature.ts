import { AwsError } from './errors.ts';
import type { HttpRequest } from './service.ts';

/** What a SigV4 Authorization header says. */
export type Signature = {
  accessKeyId: string;
  /** `YYYYMMDD`. */
  date: string;
  region: string;
  service: string;
  signedHeaders: readonly string[];
  signature: string;
};

const ALGORITHM = 'AWS4-HMAC-SHA256';

const PARTS = ['Credential', 'SignedHeaders', 'Signature'] as const;

const incomplete = (message: string): AwsError =>
  new AwsError('IncompleteSignatureException', message, { status: 403 });

const partsOf = (header: string): ReadonlyMap<string, string> =>
  new Map(
    header
      .slice(ALGORITHM.length)
      .split(',')
      .map((part): [string, string] => {
        const [name = '', value = ''] = part.trim().split(/=(.*)/s);
        return [name, value];
      }),
  );

/** Undefined for a request without SigV4. Throws IncompleteSignatureException. */
export const readSignature = (request: HttpRequest): Signature | undefined => {
  const header = request.headers['authorization'];
  if (!header?.startsWith(`${ALGORITHM} `)) return undefined;
  const parts = partsOf(header);
  const missing = PARTS.filter((part) => !parts.get(part));
  if (missing.length > 0) {
    throw incomplete(
      missing.map((part) => `Authorization header requires '${part}' parameter.`).join(' '),
    );
  }
  const [accessKeyId, date, region, service, terminator, ...rest] = (
    parts.get('Credential') ?? ''
  ).split('/');
  if (!accessKeyId || !date || !region || !service || rest.length > 0) {
    throw incomplete(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${parts.get('Credential')}'`,
    );
  }
  if (terminator !== 'aws4_request') {
    throw incomplete("Credential should be scoped with a valid terminator: 'aws4_request'.");
  }
  const signedHeaders = (parts.get('SignedHeaders') ?? '').split(';');
  return {
    accessKeyId,
    date,
    region,
    service,
    signedHeaders,
    signature: parts.get('Signature') ?? '',
  };
};
