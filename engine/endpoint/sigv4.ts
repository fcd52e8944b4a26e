import { createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalRequest, sha256 } from './canonicalRequest.ts';
import { AwsError } from './errors.ts';
import type { HttpRequest } from './service.ts';
import type { Signature } from './signature.ts';

const MINUTES_OF_SKEW = 15;

const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

const invalid = (message: string): AwsError =>
  new AwsError('InvalidSignatureException', message, { status: 403 });

const hmac = (key: string | Buffer, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();

/** `20260101T000000Z`. */
const basicIso = (epochMs: number): string =>
  new Date(epochMs).toISOString().replace(/[-:]|\.\d{3}/g, '');

const signingTime = (request: HttpRequest): number => {
  const { 'x-amz-date': basic, date: http } = request.headers;
  const text = basic?.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const time = Date.parse(text ?? http ?? '');
  if (!Number.isNaN(time)) return time;
  throw new AwsError(
    'IncompleteSignatureException',
    "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    { status: 403 },
  );
};

const checkTime = (signed: number, now: number): void => {
  const skew = MINUTES_OF_SKEW * 60_000;
  if (signed < now - skew) {
    throw invalid(
      `Signature expired: ${basicIso(signed)} is now earlier than ${basicIso(now - skew)} (${basicIso(now)} - ${MINUTES_OF_SKEW} min.)`,
    );
  }
  if (signed > now + skew) {
    throw invalid(
      `Signature not yet current: ${basicIso(signed)} is still later than ${basicIso(now + skew)} (${basicIso(now)} + ${MINUTES_OF_SKEW} min.)`,
    );
  }
};

const checkScope = (signature: Signature, signed: string): void => {
  if (!signature.signedHeaders.includes('host')) {
    throw invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  }
  if (signature.date !== signed.slice(0, 8)) {
    throw invalid(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${signature.date}' != '${signed.slice(0, 8)}', from '${signed}'.`,
    );
  }
};

const calculated = (request: HttpRequest, signature: Signature, keys: SigningKeys): Buffer => {
  const { date, region, service, signedHeaders } = signature;
  const scope = [date, region, service, 'aws4_request'];
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${keys.secretAccessKey}`);
  const digest = sha256(canonicalRequest(request, signedHeaders));
  const signed = basicIso(signingTime(request));
  return hmac(key, ['AWS4-HMAC-SHA256', signed, scope.join('/'), digest].join('\n'));
};

/** What a signature is checked against. `now` is in epoch milliseconds. */
export type SigningKeys = { secretAccessKey: string; now: number };

/** Throws InvalidSignatureException unless the request, as received, was signed with this secret. */
export const verifySignature = (
  request: HttpRequest,
  signature: Signature,
  keys: SigningKeys,
): void => {
  const time = signingTime(request);
  checkScope(signature, basicIso(time));
  checkTime(time, keys.now);
  const given = Buffer.from(signature.signature, 'hex');
  const expected = calculated(request, signature, keys);
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw invalid(MISMATCH);
};
