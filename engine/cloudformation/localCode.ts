import { z } from 'zod';
import type { JsonObject } from '../kernel/json.ts';

const S3Code = z.object({ S3Key: z.string() });

/**
 * A function's `Code` in the asset bucket becomes `Code.LocalDirectory`, the bundled asset on disk;
 * code from elsewhere stays as it is.
 */
export const withLocalCode = (
  properties: JsonObject,
  assets: ReadonlyMap<string, string>,
): JsonObject => {
  const code = S3Code.safeParse(properties['Code']);
  const directory = code.success ? assets.get(code.data.S3Key) : undefined;
  return directory === undefined
    ? properties
    : { ...properties, Code: { LocalDirectory: directory } };
};
