import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type * as z from 'zod';
import type { EventDefinition } from './defineEvent.ts';
import { outgoing, type Provenance } from './outgoing.ts';
import { publishAllOn } from './publishAll.ts';

/** Publishes one event and resolves when the bus has it; throws EventNotPublished when it has not. */
export type Publish = <Shape extends z.ZodRawShape>(
  event: EventDefinition<Shape>,
  provenance: Provenance,
  data: z.input<z.ZodObject<NoInfer<Shape>>>,
) => Promise<void>;

/** Publishes on one bus. A detail that breaks its schema throws ZodError before anything is sent. */
export const publishOn = (client: Pick<EventBridgeClient, 'send'>, busName: string): Publish => {
  const publishAll = publishAllOn(client, busName);
  return async (event, provenance, data) => {
    const [result] = await publishAll([outgoing(event, provenance, data)]);
    if (result?.status === 'rejected') throw result.reason;
  };
};
