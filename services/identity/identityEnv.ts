import { z } from 'zod';

const Name = z.string().min(1);

export const PublisherEnv = z.object({ EVENT_BUS_NAME: Name });

export const AuthorizerEnv = z.object({ ROUTING_TABLE: Name });
