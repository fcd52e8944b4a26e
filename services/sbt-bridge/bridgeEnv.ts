import { z } from 'zod';

const Name = z.string().min(1);

/** What tells SBT how a tenant came out. */
export const OutcomeEnv = z.object({ SBT_BUS_NAME: Name, REGISTRATION_TABLE: Name });

/** What takes SBT's requests. */
export const RequestEnv = OutcomeEnv.extend({ EVENT_BUS_NAME: Name });
