import { AwsError } from '../errors.ts';
import type { HttpResponse, Protocol } from '../service.ts';
import { readForm } from './form.ts';
import type { Wire } from './wire.ts';
import { writeXml } from './xml.ts';

/** What query services call the errors that every service can answer. */
const QUERY_NAMES: ReadonlyMap<string, string> = new Map([
  ['AccessDeniedException', 'AccessDenied'],
  ['ExpiredTokenException', 'ExpiredToken'],
  ['IncompleteSignatureException', 'IncompleteSignature'],
  ['InvalidSignatureException', 'SignatureDoesNotMatch'],
  ['MissingAuthenticationTokenException', 'MissingAuthenticationToken'],
  ['UnrecognizedClientException', 'InvalidClientTokenId'],
  ['ValidationException', 'ValidationError'],
]);

const xml = (status: number, body: string): HttpResponse => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body,
});

/** The query protocol: a form names the operation and holds the input, XML goes back. */
export const queryWire = (protocol: Extract<Protocol, { kind: 'query' }>): Wire => {
  const dates = new Set(protocol.dates);
  const root = (name: string, content: string) =>
    `<${name} xmlns="${protocol.namespace}">${content}</${name}>`;
  return {
    read({ request, requestId }) {
      const { Action: operation, Version: _version, ...input } = readForm(request.body.toString());
      if (typeof operation !== 'string') {
        throw new AwsError('MissingAction', 'the form has no parameter Action');
      }
      return {
        operation,
        input,
        write(output) {
          const result = writeXml({ [`${operation}Result`]: output }, dates);
          const metadata = writeXml({ ResponseMetadata: { RequestId: requestId } }, dates);
          return xml(200, root(`${operation}Response`, result + metadata));
        },
      };
    },
    refuse(error, { requestId }) {
      const Type = error.status < 500 ? 'Sender' : 'Receiver';
      const Code = QUERY_NAMES.get(error.code) ?? error.code;
      const content = { Error: { Type, Code, Message: error.message, ...error.fields } };
      return xml(
        error.status,
        root('ErrorResponse', writeXml({ ...content, RequestId: requestId }, dates)),
      );
    },
  };
};
