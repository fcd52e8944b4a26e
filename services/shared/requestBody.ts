import { problem, type Reply } from './reply.ts';

const MAX_BODY_BYTES = 64 * 1024;

const SEND_JSON = 'send a JSON object, such as {"name":"value"}, as application/json';

/** What a body looks like that is no JSON. */
const kindOf = (text: string, contentType: string): string => {
  if (text === '') return 'the body is empty';
  if (/^multipart\//i.test(contentType) || /^[^\s{}[\]"]+=/.test(text)) {
    return 'the body is that of a form';
  }
  return 'the body is not JSON';
};

/** A request's body as JSON, or the answer to one that is none. Its content type is not asked: curl names a form's. */
export const jsonBody = (
  bytes: Buffer,
  contentType: string,
): { value: unknown } | { problem: Reply } => {
  if (bytes.length > MAX_BODY_BYTES) {
    const message = `the body has ${bytes.length} bytes; the most is ${MAX_BODY_BYTES}`;
    return { problem: problem(413, 'BodyTooLarge', { message }) };
  }
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  try {
    return { value: JSON.parse(text) };
  } catch {
    const message = `${kindOf(text, contentType)}: ${SEND_JSON}`;
    return { problem: problem(400, 'InvalidJson', { message }) };
  }
};
