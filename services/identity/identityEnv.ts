import { z } from 'zod';

const Name = z.string().min(1);

export const PublisherEnv = z.object({ EVENT_BUS_NAME: Name });

/** What reports spent retries needs: the queue that keeps the event. */
export const ReportEnv = PublisherEnv.extend({ DEAD_LETTER_QUEUE_URL: z.url() });

export const AuthorizerEnv = z.object({ ROUTING_TABLE: Name });
