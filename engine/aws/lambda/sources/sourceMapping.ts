import { z } from 'zod';
import type { Engine } from '../../../engine.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import type { Collection } from '../../../kernel/store.ts';
import { functionArn } from '../functions/functionName.ts';

/** What a mapping's maker and its changes set. Ranges are Lambda's own. */
export const MappingSettings = {
  BatchSize: z.int().min(1).max(10_000).optional(),
  Enabled: z.boolean().optional(),
  /** In seconds. */
  MaximumBatchingWindowInSeconds: z.int().min(0).max(300).optional(),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).max(1).optional(),
  /** An empty one takes the limit away. */
  ScalingConfig: z
    .strictObject({ MaximumConcurrency: z.int().min(2).max(1000).optional() })
    .optional(),
};

/** A queue whose messages Lambda hands to a function. */
export const SourceMapping = z.object({
  UUID: z.string(),
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z.number(),
  Enabled: z.boolean(),
  MaximumBatchingWindowInSeconds: z.number(),
  FunctionResponseTypes: z.array(z.string()),
  ScalingConfig: MappingSettings.ScalingConfig,
  /** Epoch seconds. */
  LastModified: z.number(),
  tags: z.record(z.string(), z.string()),
});
export type SourceMapping = z.infer<typeof SourceMapping>;

/** Every mapping of the account, by its UUID. */
export const sourceMappingsIn = (engine: Engine): Collection<SourceMapping> =>
  engine.store.collection('lambda.sourceMappings', SourceMapping);

/** The ARN of a mapping; `*` in place of its UUID for one that is still to be made. */
export const mappingArn = ({ region, accountId }: Engine, uuid: string): string =>
  `arn:aws:lambda:${region}:${accountId}:event-source-mapping:${uuid}`;

/** A mapping as the API gives it back. */
export const mappingAnswer = (engine: Engine, mapping: SourceMapping): JsonObject => {
  const { FunctionName, Enabled, ScalingConfig, tags: _, ...rest } = mapping;
  return {
    ...rest,
    ...(ScalingConfig?.MaximumConcurrency !== undefined && { ScalingConfig }),
    EventSourceMappingArn: mappingArn(engine, mapping.UUID),
    FunctionArn: functionArn(engine, FunctionName),
    State: Enabled ? 'Enabled' : 'Disabled',
    StateTransitionReason: 'USER_INITIATED',
  };
};
