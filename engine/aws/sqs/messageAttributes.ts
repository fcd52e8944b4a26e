import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AwsError } from '../../endpoint/errors.ts';

/** An attribute as it is on the wire: `BinaryValue` is base64. */
const MessageAttribute = z.strictObject({
  DataType: z.string(),
  StringValue: z.string().optional(),
  BinaryValue: z.string().optional(),
});

/** The attributes that a sender puts beside the body. */
export const MessageAttributes = z.record(z.string(), MessageAttribute);
export type MessageAttributes = z.infer<typeof MessageAttributes>;

type MessageAttribute = z.infer<typeof MessageAttribute>;

const STRING = 1;
const BINARY = 2;

const isBinary = (attribute: MessageAttribute): boolean => /^Binary(\.|$)/.test(attribute.DataType);

const bytesOf = (attribute: MessageAttribute): Buffer =>
  isBinary(attribute)
    ? Buffer.from(attribute.BinaryValue ?? '', 'base64')
    : Buffer.from(attribute.StringValue ?? '');

/** Hex MD5, as SQS gives it for a body. */
export const md5 = (data: string | Buffer): string => createHash('md5').update(data).digest('hex');

const framed = (data: Buffer): Buffer[] => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return [length, data];
};

/** The digest that senders compare; undefined when there are no attributes. */
export const attributesMd5 = (attributes: MessageAttributes): string | undefined => {
  const entries = Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return undefined;
  const parts = entries.flatMap(([name, attribute]) => [
    ...framed(Buffer.from(name)),
    ...framed(Buffer.from(attribute.DataType)),
    Buffer.from([isBinary(attribute) ? BINARY : STRING]),
    ...framed(bytesOf(attribute)),
  ]);
  return md5(Buffer.concat(parts));
};

/** Bytes that count against the message's size: names, types and values. */
export const attributesSize = (attributes: MessageAttributes): number =>
  Object.entries(attributes).reduce(
    (sum, [name, attribute]) =>
      sum + Buffer.byteLength(name + attribute.DataType) + bytesOf(attribute).length,
    0,
  );

const check = (name: string, attribute: MessageAttribute): void => {
  const refuse = (reason: string) => {
    throw new AwsError('InvalidParameterValue', reason);
  };
  if (!/^[A-Za-z0-9_.-]{1,256}$/.test(name)) {
    refuse('Invalid non-alphanumeric character was found in the message attribute name.');
  }
  if (!/^(String|Number|Binary)(\..+)?$/.test(attribute.DataType)) {
    refuse(
      `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
  }
  if (bytesOf(attribute).length === 0) {
    refuse(
      `The message (user) attribute '${name}' must contain a non-empty message attribute value for message attribute type '${attribute.DataType}'.`,
    );
  }
};

/** Throws InvalidParameterValue for attributes that SQS would not take. */
export const checkMessageAttributes = (attributes: MessageAttributes): void => {
  const entries = Object.entries(attributes);
  if (entries.length > 10) {
    throw new AwsError(
      'InvalidParameterValue',
      `Number of message attributes [${entries.length}] exceeds the allowed maximum [10].`,
    );
  }
  for (const [name, attribute] of entries) check(name, attribute);
};

/** Those that a receiver asked for: by name, `All`, or a prefix such as `bar.*`. */
export const chosenAttributes = (
  attributes: MessageAttributes,
  names: readonly string[],
): MessageAttributes =>
  Object.fromEntries(
    Object.entries(attributes).filter(([name]) =>
      names.some(
        (wanted) =>
          wanted === 'All' ||
          wanted === name ||
          (wanted.endsWith('.*') && name.startsWith(wanted.slice(0, -2))),
      ),
    ),
  );
