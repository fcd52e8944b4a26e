import type { Detail } from '#events/defineEvent.ts';
import type { UserCreated } from '#events/schemas/identity.ts';
import { logger } from '#shared/logger.ts';
import { standingFor } from '#shared/present.ts';
import type { routingTable } from '#shared/routingTable.ts';

export type NotePorts = Pick<ReturnType<typeof routingTable>, 'routeOf' | 'note'>;

/** From the first user on, a tenant is in use: nothing that its route names is undone any more. */
export const noteUser =
  (ports: NotePorts) =>
  async ({ metadata, data }: Detail<typeof UserCreated>): Promise<void> => {
    const { tenantId } = data;
    const { eventId, causationId = '' } = metadata;
    if (await ports.note({ tenantId, provisionedEventId: causationId, eventId })) return;
    const standing = standingFor(metadata, await ports.routeOf(tenantId));
    logger.info('no such tenant to note a user of', { tenantId, causationId, standing });
  };
