import type { Client } from './client.ts';

/** Which attributes a client may read: all when it lists none. */
export const readable =
  (client: Client) =>
  (name: string): boolean => {
    const listed = client.settings.ReadAttributes ?? [];
    return listed.length === 0 || name === 'sub' || listed.includes(name);
  };
