import * as z from 'zod';

/** What only reads the registration table needs. */
export const ReaderEnv = z.object({ REGISTRATION_TABLE: z.string().min(1) });

/** What publishes registrations needs. */
export const PublisherEnv = ReaderEnv.extend({ EVENT_BUS_NAME: z.string().min(1) });
