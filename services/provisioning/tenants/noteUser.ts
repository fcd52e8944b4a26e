import type { Detail } from '#events/defineEvent.ts';
import type { UserCreated } from '#events/schemas/identity.ts';
import { logger } from '#shared/logger.ts';
import type { RemovalPorts } from '#shared/ownership.ts';
import { standingFor } from '#shared/present.ts';

/** A user of a tenant that was announced by this TenantProvisioned. */
export type FirstUser = { tenantId: string; provisionedEventId: string; eventId: string };

export type NotePorts = RemovalPorts & {
  /** Notes the first user of a tenant on its route; false when no route of that TenantProvisioned stands. */
  note(user: FirstUser): Promise<boolean>;
};

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
