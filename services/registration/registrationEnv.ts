import { z } from 'zod';
import { MetricEnv } from '#shared/metricNames.ts';

/** What only reads the registration table needs. */
export const ReaderEnv = z.object({ REGISTRATION_TABLE: z.string().min(1) });

/** What projects events needs: it asks whether tenants stand as they say. */
export const ProjectionEnv = ReaderEnv.extend({
  ROUTING_TABLE: z.string().min(1),
  AWS_REGION: z.string().min(1),
});

/** What publishes registrations needs. */
export const PublisherEnv = ReaderEnv.extend({ EVENT_BUS_NAME: z.string().min(1) });

/** What publishes those that were left, and says how long they waited. */
export const RelayEnv = PublisherEnv.extend(MetricEnv.shape);

/** What answers sign-in needs; the parameter holds the application API's URL. */
export const SignInEnv = ReaderEnv.extend({ APP_API_URL_PARAMETER: z.string().min(1) });
