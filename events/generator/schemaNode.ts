import * as z from 'zod';

/** One node of a JSON Schema, as far as the catalogue and the compatibility gate look into it. */
export const SchemaNode = z.looseObject({
  title: z.string().optional(),
  description: z.string().optional(),
  type: z.string().optional(),
  format: z.string().optional(),
  enum: z.array(z.string()).optional(),
  examples: z.array(z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  get properties(): z.ZodOptional<z.ZodRecord<z.ZodString, typeof SchemaNode>> {
    return z.record(z.string(), SchemaNode).optional();
  },
  get items(): z.ZodOptional<typeof SchemaNode> {
    return SchemaNode.optional();
  },
});
export type SchemaNode = z.infer<typeof SchemaNode>;
