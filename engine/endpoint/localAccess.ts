import type { HttpRequest } from './service.ts';

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;

/**
 * Why a request may not use `/_local`, undefined when it may. A web page elsewhere reaches loopback
 * in two ways: from its own origin, or by a name of its own that resolves to 127.0.0.1.
 */
export const refusalOfLocal = (request: HttpRequest): string | undefined => {
  const { host = '', origin } = request.headers;
  if (!LOOPBACK_HOST.test(host)) {
    return `host: ${host || 'none'} is not 127.0.0.1, localhost or [::1]`;
  }
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) {
    return `origin: ${origin} is not this endpoint's own`;
  }
  return undefined;
};
