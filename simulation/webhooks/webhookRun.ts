import type { BusEvent } from '../../services/webhooks/message.ts';
import { sequenceOf } from '../world/seededRandom.ts';
import { VirtualTime } from '../world/virtualTime.ts';
import type { Behaviour } from './behaviour.ts';
import { violationsOf } from './webhookChecks.ts';
import { WebhookWorld, type WebhookWorldProps } from './webhookWorld.ts';

export type WebhookRunProps = Pick<WebhookWorldProps, 'seed' | 'atOnce' | 'deaths'> & {
  endpoints: number;
  events: number;
  /** In which ways every tenth endpoint is bad, one after the other; none where they are all well. */
  bad: readonly Behaviour[];
};

export type WebhookOutcome = {
  /** What must not be, in words. */
  violations: string[];
  /** From an event's publication until an endpoint of the good nine tenths took it, in milliseconds, sorted. */
  latencies: number[];
  requests: number;
  /** How many deliveries were taken more than once. */
  repeated: number;
  /** The most runs of the function at the same time, in both tracks. */
  mostRunning: number;
};

const START = Date.UTC(2026, 0, 5, 9, 1);
const EVENTS_PER_TENANT = 10;
const MEAN_GAP_MS = 1_000;
const BUS_MS = 50;
/** Longer than all retries of all that waits. */
const ENOUGH_MS = 7 * 24 * 3_600_000;

const idOf = (prefix: string, n: number): string => `${prefix}${String(n).padStart(6, '0')}`;

const isGood = (n: number): boolean => n % 10 !== 0;

const behavioursOf = ({ endpoints, bad }: WebhookRunProps): Map<string, Behaviour> =>
  new Map(
    Array.from({ length: endpoints }, (_, n) => [
      idOf('E', n),
      (isGood(n) ? undefined : bad[(n / 10) % bad.length]) ?? 'healthy',
    ]),
  );

const eventOf = (n: number, { at, tenants }: { at: number; tenants: number }): BusEvent => ({
  type: 'UserCreated',
  detail: {
    metadata: {
      eventId: idOf('V', n),
      sequence: n,
      tenantId: idOf('t', n % tenants),
      version: '1.0',
      occurredAt: new Date(at).toISOString(),
      correlationId: 'simulated',
    },
    data: {},
  },
});

/** When each event is published: at random, one in a second on average, sometimes several together. */
const publicationsOf = ({ events, seed }: WebhookRunProps): number[] => {
  const draw = sequenceOf(seed);
  let at = START;
  return Array.from({ length: events }, () => {
    at += -Math.log(1 - draw()) * MEAN_GAP_MS;
    return at;
  });
};

const latenciesOf = ({ requests }: WebhookWorld, published: readonly number[]): number[] => {
  const taken = requests.filter(
    ({ isTaken, webhookId }) => isTaken && isGood(Number(webhookId.slice(1))),
  );
  const first = new Map<string, number>();
  for (const { webhookId, eventId, endedAt } of taken) {
    const key = `${webhookId}#${eventId}`;
    if (!first.has(key)) first.set(key, endedAt - (published[Number(eventId.slice(1))] ?? 0));
  }
  return [...first.values()].sort((one, other) => one - other);
};

/** Publishes all events to all endpoints, and goes on until each delivery has been taken or given up. */
export const runWebhooks = async (props: WebhookRunProps): Promise<WebhookOutcome> => {
  const time = new VirtualTime(START);
  const world = new WebhookWorld({ ...props, time, behaviours: behavioursOf(props) });
  const published = publicationsOf(props);
  const tenants = Math.max(1, Math.floor(props.events / EVENTS_PER_TENANT));
  published.forEach((at, n) => {
    time.after(at - START + BUS_MS, () => world.take(eventOf(n, { at, tenants })));
  });
  world.start();
  const all = props.endpoints * props.events;
  const isOver = await time.run(() => world.table.ended.size === all, START + ENOUGH_MS);
  const { violations, repeated } = violationsOf(world, { tenants, deaths: props.deaths });
  const { steady, troubled } = world.queues;
  return {
    violations: isOver ? violations : [...violations, `${all - world.table.ended.size} are lost`],
    latencies: latenciesOf(world, published),
    requests: world.requests.length,
    repeated,
    mostRunning: steady.mostRunning + troubled.mostRunning,
  };
};

/** The value that so many of a hundred do not exceed. */
export const percentile = (sorted: readonly number[], percent: number): number =>
  sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Number.NaN;
