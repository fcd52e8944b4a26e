import { sleep } from '#engine';
import { deliver } from '../../services/webhooks/deliver.ts';
import type { Endpoint } from '../../services/webhooks/endpoint.ts';
import { fanOut } from '../../services/webhooks/fanOut.ts';
import type { Track } from '../../services/webhooks/health.ts';
import type { Post } from '../../services/webhooks/httpPost.ts';
import type { BusEvent } from '../../services/webhooks/message.ts';
import { sweep } from '../../services/webhooks/sweep.ts';
import type { SendWakes, Wake } from '../../services/webhooks/wake.ts';
import { nothing } from '../world/nothing.ts';
import { sequenceOf } from '../world/seededRandom.ts';
import type { VirtualTime } from '../world/virtualTime.ts';
import { type Behaviour, reactionOf } from './behaviour.ts';
import { MemoryWebhooks } from './memoryWebhooks.ts';
import { WakeQueue } from './wakeQueue.ts';

/** A POST, as the endpoint sees it. */
export type Request = {
  webhookId: string;
  eventId: string;
  beganAt: number;
  endedAt: number;
  isTaken: boolean;
};

export type WebhookWorldProps = {
  time: VirtualTime;
  seed: number;
  behaviours: ReadonlyMap<string, Behaviour>;
  /** How many batches each track has at once. */
  atOnce: Readonly<Record<Track, number>>;
  /** The chance that a process ends while it posts. */
  deaths: number;
};

const INDEX_LAG_MS = 400;
const MOST_TABLE_MS = 8;
const FUNCTION_MS = 30_000;
const SWEEP_MS = 60_000;

const urlOf = (webhookId: string): string => `https://${webhookId}.example.com/`;

const endpointOf = (webhookId: string): Endpoint => ({
  webhookId,
  url: urlOf(webhookId),
  status: 'enabled',
  createdAt: new Date(0).toISOString(),
  secrets: [{ value: 'whsec_c2VjcmV0' }],
});

/** The webhooks' functions with a table, queues and endpoints in virtual time. */
export class WebhookWorld {
  readonly table: MemoryWebhooks;
  readonly requests: Request[] = [];
  /** The most POSTs to one endpoint at the same time. */
  mostInFlight = 0;
  readonly queues: Readonly<Record<Track, WakeQueue>>;
  readonly #props: WebhookWorldProps;
  readonly #draw: () => number;
  readonly #inFlight = new Map<string, number>();
  readonly #take: (event: BusEvent) => Promise<void>;
  readonly #sweep: () => Promise<void>;
  readonly #visit: (wake: Wake) => Promise<void>;

  constructor(props: WebhookWorldProps) {
    this.#props = props;
    this.#draw = sequenceOf(props.seed);
    const { time, atOnce } = props;
    this.table = new MemoryWebhooks({
      call: () => sleep(time, 1 + this.#draw() * MOST_TABLE_MS),
      indexed: (write) => void time.after(INDEX_LAG_MS, write),
    });
    for (const id of props.behaviours.keys()) this.table.endpoints.set(id, endpointOf(id));
    const run = (wakes: readonly Wake[]) => this.#invoke(wakes);
    this.queues = {
      steady: new WakeQueue(time, atOnce.steady, run),
      troubled: new WakeQueue(time, atOnce.troubled, run),
    };
    const wake: SendWakes = async (wakes, delay = 0) => {
      await sleep(time, this.#draw() * MOST_TABLE_MS);
      for (const one of wakes) this.queues[one.track].send([one], delay);
    };
    const ports = { ...this.table.ports(), now: () => new Date(time.now()), wake };
    this.#take = fanOut(ports);
    this.#sweep = sweep(ports);
    this.#visit = deliver({ ...ports, post: this.#post });
  }

  /** An event comes over the bus. */
  take(event: BusEvent): void {
    void this.#take(event);
  }

  /** Sweeps every minute from now on. */
  start(): void {
    this.#props.time.after(SWEEP_MS, () => {
      void this.#sweep();
      this.start();
    });
  }

  /** One run of the function: its visits side by side. Where its process ends, Lambda ends it at its timeout. */
  async #invoke(wakes: readonly Wake[]): Promise<boolean[]> {
    const { time } = this.#props;
    const timeout = sleep(time, FUNCTION_MS).then(() => 'timeout' as const);
    const visits = Promise.allSettled(wakes.map((wake) => this.#visit(wake)));
    const settled = await Promise.race([visits, timeout]);
    if (settled === 'timeout') return wakes.map(() => false);
    return settled.map(({ status }) => status === 'fulfilled');
  }

  readonly #post: Post = async (url, { headers }) => {
    const { time, behaviours, deaths } = this.#props;
    const webhookId = new URL(url).hostname.split('.')[0]?.toUpperCase() ?? '';
    const beganAt = time.now();
    this.#count(webhookId, 1);
    const behaviour = behaviours.get(webhookId) ?? 'healthy';
    const { tookMs, answer } = reactionOf(behaviour, beganAt, 40 + this.#draw() * 120);
    await sleep(time, tookMs);
    this.#count(webhookId, -1);
    const isTaken = answer.kind === 'answered' && answer.status >= 200 && answer.status < 300;
    const eventId = headers['webhook-id'] ?? '';
    this.requests.push({ webhookId, eventId, beganAt, endedAt: time.now(), isTaken });
    return this.#draw() < deaths ? nothing() : answer;
  };

  #count(webhookId: string, change: 1 | -1): void {
    const count = (this.#inFlight.get(webhookId) ?? 0) + change;
    this.#inFlight.set(webhookId, count);
    this.mostInFlight = Math.max(this.mostInFlight, count);
  }
}
