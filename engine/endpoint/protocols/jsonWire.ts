import { AwsError } from '../errors.ts';
import type { HttpRequest } from '../service.ts';
import { readJsonBody, writeJsonError } from './jsonBody.ts';
import type { Wire } from './wire.ts';

const DEFAULT_TYPE = 'application/x-amz-json-1.1';

/** AWS JSON 1.0 and 1.1 differ in nothing but this header; a client is answered in its own. */
const contentType = (request: HttpRequest): string =>
  request.headers['content-type']?.startsWith('application/x-amz-json-1.0')
    ? 'application/x-amz-json-1.0'
    : DEFAULT_TYPE;

/** The AWS JSON protocols: `x-amz-target` names the operation, the body is the input. */
export const jsonWire: Wire = {
  read({ request }) {
    const [, operation] = (request.headers['x-amz-target'] ?? '').split('.');
    if (!operation) {
      throw new AwsError('UnknownOperationException', 'the header x-amz-target names no operation');
    }
    return {
      operation,
      input: readJsonBody(request.body),
      write: (output) => ({
        status: 200,
        headers: { 'content-type': contentType(request) },
        body: JSON.stringify(output),
      }),
    };
  },
  refuse: (error, { request }) => writeJsonError(error, contentType(request)),
};
