import type { FieldError } from './reply.ts';

type Values = Readonly<Record<string, string>>;
type Read = { values: Values } | { errors: FieldError[] };

const decoded = (sent: string): string | undefined => {
  try {
    return decodeURIComponent(sent);
  } catch {
    return undefined;
  }
};

/** The values of path parameters, which API Gateway hands on as they were sent: percent-encoded. */
export const pathParameters = (sent: Values): Read => {
  const values: Record<string, string> = {};
  const errors: FieldError[] = [];
  for (const [path, value] of Object.entries(sent)) {
    const plain = decoded(value);
    if (plain === undefined) errors.push({ path, message: 'is not percent-encoded UTF-8' });
    else values[path] = plain;
  }
  return errors.length > 0 ? { errors } : { values };
};
