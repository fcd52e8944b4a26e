import { logger } from '#shared/logger.ts';
import type { Lane } from './delivery.ts';
import type { Endpoint } from './endpoint.ts';
import { WORK_MS } from './fanOut.ts';

export type SweepPorts = {
  now(): Date;
  endpoints(): Promise<Endpoint[]>;
  /** An endpoint's lanes with a delivery that is due, longest due first. */
  dueLanes(webhookId: string, now: Date): Promise<Lane[]>;
  deliver(lane: Lane, until: Date): Promise<void>;
};

/** So many of an endpoint's tenants are served side by side; a slow one slows only itself. */
const LANES_SIDE_BY_SIDE = 5;

/** Takes lane after lane off the list, beside others who do the same, as long as there is time. */
const workOff = async (ports: SweepPorts, lanes: Lane[], until: Date): Promise<void> => {
  for (let lane = lanes.shift(); lane && ports.now() < until; lane = lanes.shift()) {
    await ports.deliver(lane, until);
  }
};

const sweepEndpoint = async (ports: SweepPorts, webhookId: string, until: Date): Promise<void> => {
  const lanes = await ports.dueLanes(webhookId, ports.now());
  const workers = Array.from({ length: LANES_SIDE_BY_SIDE }, () => workOff(ports, lanes, until));
  await Promise.all(workers);
};

/** Makes what has come due: retries, and what a crash or a full run left. Throws if some is left. */
export const sweep = (ports: SweepPorts) => async (): Promise<void> => {
  const until = new Date(ports.now().getTime() + WORK_MS);
  const endpoints = await ports.endpoints();
  const settled = await Promise.allSettled(
    endpoints.map(({ webhookId }) => sweepEndpoint(ports, webhookId, until)),
  );
  const failed = settled.filter((result) => result.status === 'rejected');
  for (const { reason } of failed) logger.error('webhook lanes not swept', { error: reason });
  if (failed.length > 0) throw new Error(`${failed.length} endpoints could not be swept`);
};
