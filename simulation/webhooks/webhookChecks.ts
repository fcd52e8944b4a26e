import type { Request, WebhookWorld } from './webhookWorld.ts';

const numberOf = (id: string): number => Number(id.slice(1));

/** The requests about each tenant at each endpoint, in the order in which they began. */
const lanesOf = (requests: readonly Request[], tenants: number): Map<string, Request[]> => {
  const lanes = new Map<string, Request[]>();
  for (const request of requests.toSorted((one, other) => one.beganAt - other.beganAt)) {
    const key = `${request.webhookId}, tenant ${numberOf(request.eventId) % tenants}`;
    lanes.set(key, [...(lanes.get(key) ?? []), request]);
  }
  return lanes;
};

/** A lane is in order when nothing is tried before what is older is over. */
const disorderIn = (lane: readonly Request[]): string | undefined => {
  const early = lane.find((request, index) => {
    const before = lane[index - 1];
    return before !== undefined && numberOf(request.eventId) < numberOf(before.eventId);
  });
  return early && `${early.eventId} came after a later one`;
};

const takenTwice = (lane: readonly Request[]): string[] => {
  const taken = lane.filter(({ isTaken }) => isTaken).map(({ eventId }) => eventId);
  return taken.filter((eventId, index) => taken.indexOf(eventId) !== index);
};

/** What must not be; deliveries are taken twice only where processes end before they could say so. */
export const violationsOf = (
  world: WebhookWorld,
  { tenants, deaths }: { tenants: number; deaths: number },
): { violations: string[]; repeated: number } => {
  const violations: string[] = [];
  let repeated = 0;
  for (const [key, lane] of lanesOf(world.requests, tenants)) {
    const disorder = disorderIn(lane);
    if (disorder) violations.push(`${key}: ${disorder}`);
    const twice = takenTwice(lane);
    repeated += twice.length;
    if (deaths === 0 && twice[0]) violations.push(`${key}: ${twice[0]} was taken twice`);
  }
  if (world.mostInFlight > 1)
    violations.push(`${world.mostInFlight} requests at one endpoint at the same time`);
  return { violations, repeated };
};
