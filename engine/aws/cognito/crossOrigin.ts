import type { HttpRequest, HttpResponse } from '../../endpoint/service.ts';

const ORIGIN = { 'access-control-allow-origin': '*' };

/** What Cognito's answers say to browsers: pages of every origin may read them. */
export const crossOriginHeaders = {
  ...ORIGIN,
  'access-control-expose-headers': 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
};

/** What AWS's front-end libraries send beside what every page may. */
const ALLOWED =
  /^(authorization|cache-control|content-type|amz-sdk-[\w-]+|x-amz-[\w-]+|x-amzn-[\w-]+)$/;

const DAY_S = 86_400;

/** Answers a browser that asks whether a page may call Cognito; undefined for every other request. */
export const preflight = ({ method, path, headers }: HttpRequest): HttpResponse | undefined => {
  const asked = headers['access-control-request-method'];
  if (method !== 'OPTIONS' || path !== '/' || asked === undefined) return undefined;
  const names = (headers['access-control-request-headers'] ?? '').split(',');
  const allowed = names
    .map((name) => name.trim().toLowerCase())
    .filter((name) => ALLOWED.test(name));
  return {
    status: 200,
    headers: {
      ...ORIGIN,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': allowed.join(','),
      'access-control-max-age': String(DAY_S),
    },
    body: '',
  };
};
