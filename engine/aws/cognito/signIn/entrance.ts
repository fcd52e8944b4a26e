import type { Client } from '../clients/client.ts';
import { invalidParameter } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';

/** Someone at a client's door, with what a flow's first call brings. */
export type Entrance = { pool: Pool; client: Client; parameters: Record<string, string> };

/** A parameter that the flow or challenge cannot do without. */
export const required = (parameters: Readonly<Record<string, string>>, name: string): string => {
  const value = parameters[name];
  if (!value) throw invalidParameter(`Missing required parameter ${name}`);
  return value;
};
