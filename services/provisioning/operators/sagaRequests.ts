import * as z from 'zod';
import { TenantId } from '#events/fields.ts';
import { pageQuery } from '#shared/page.ts';
import { CursorText } from '../saga/sagaPages.ts';
import { SagaStatus } from '../saga/sagaView.ts';

const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 100;

/** The sagas that there are, by name. */
export const SagaKind = z.enum(['onboarding', 'offboarding']);
export type SagaKind = z.infer<typeof SagaKind>;

/** Where nobody says which. */
const kind = SagaKind.default('onboarding');

export const ListSagas = z.object({
  query: pageQuery(CursorText).extend({
    kind,
    status: SagaStatus.optional(),
    tenantId: TenantId.optional(),
  }),
});
export const OneSaga = z.object({
  params: z.object({
    executionName: z
      .string()
      .max(80)
      .regex(/^[\w.-]+$/, 'must be the name of a saga'),
  }),
});

const Moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

export const ReplaySagas = z.object({
  body: z.strictObject({
    kind,
    status: z.literal('failed').default('failed'),
    failedStep: z.string().min(1).max(80).optional(),
    tenantId: TenantId.optional(),
    startedAfter: Moment.optional(),
    startedBefore: Moment.optional(),
    /** True: only those that left something; false: only those that left nothing. */
    stuck: z.boolean().optional(),
    dryRun: z.boolean().default(true),
    /** How many failed runs to look at; those that match may be fewer. */
    limit: z.int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
    nextToken: pageQuery(CursorText).shape.nextToken,
  }),
});
