import * as z from 'zod';
import type { SchemaNode } from './schemaNode.ts';

/** The values that an open enumeration lists; none for any other node. */
export const knownValuesOf = ({ type, examples }: SchemaNode): string[] =>
  type === 'string' ? z.array(z.string()).default([]).parse(examples) : [];
