import { z } from 'zod';

/** Names → values, as tags and stage variables are. */
export const TextMap = z.record(z.string(), z.string());

/** A boolean that a query string may have carried as text. */
export const Flag = z.union([
  z.boolean(),
  z.enum(['true', 'false']).transform((text) => text === 'true'),
]);

/** A page size; API Gateway answers at most 500 items at once. */
export const Limit = z.coerce.number().int().min(1).max(500).default(25);
