import * as z from 'zod';
import type { MadeKind } from '#events/schemas/provisioning.ts';
import type { SagaStep } from '../saga/defineSaga.ts';

/**
 * A resource that a step makes for its tenant, called by the tenant's resource name: what the step, its undo
 * and the orphan sweep may do to it. IAM admits it by that name.
 */
export type MadeResource = {
  kind: MadeKind;
  /** The AWS service that its ARN names, and what stands before its name there, e.g. `table/`. */
  service: string;
  path: string;
  /** The actions of the step; those of the undo, which are the sweep's too; and those that list them all. */
  make: readonly string[];
  remove: readonly string[];
  list: readonly string[];
};

/** A step that makes such a resource: its functions have no other permissions to be written. */
export type MakingStep = SagaStep & { undo: string; makes: MadeResource };

/** Of a saga's steps, those that make a resource that is called after its tenant. */
export const makingSteps = <Step extends SagaStep>(steps: readonly Step[]) =>
  steps.filter((step): step is Extract<Step, MakingStep> => 'makes' in step);

/** The answer of a step whose resource the tenant's route has no field of its own for: its id by its kind. */
export const MadeResources = z.object({ resources: z.record(z.string(), z.string().min(1)) });
export type MadeResources = z.infer<typeof MadeResources>;

/** What the steps before have made of that, by kind. */
export const resourcesIn = (results: object): MadeResources['resources'] =>
  Object.fromEntries(
    Object.values(results).flatMap((result) =>
      Object.entries(MadeResources.safeParse(result).data?.resources ?? {}),
    ),
  );
