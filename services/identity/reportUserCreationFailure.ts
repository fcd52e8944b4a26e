import { z } from 'zod';
import { TenantProvisioned } from '#events/schemas/provisioning.ts';
import type { FailedEvent } from './failUserCreation.ts';

/** What Lambda tells a failure destination when an event's retries are spent. */
export const SpentInvocation = z.object({
  requestPayload: z.looseObject({ detail: TenantProvisioned.detail }),
  responsePayload: z
    .object({ errorType: z.string().optional(), errorMessage: z.string().optional() })
    .nullish(),
});
export type SpentInvocation = z.infer<typeof SpentInvocation>;

/** Fails a user's creation when the retries of its event are spent. */
export const reportUserCreationFailure =
  (fail: (event: FailedEvent, error: { name: string; message: string }) => Promise<void>) =>
  async ({ requestPayload, responsePayload }: SpentInvocation): Promise<void> => {
    const name = responsePayload?.errorType ?? 'Unknown';
    const message = responsePayload?.errorMessage ?? 'the function gave no reason';
    await fail(requestPayload, { name, message });
  };
