import { sleep } from '#engine';
import type { Wake } from '../../services/webhooks/wake.ts';
import type { VirtualTime } from '../world/virtualTime.ts';

type Message = { wake: Wake; visibleAt: number };

/** AWS's: a function gets at most so many messages at once, and one that failed comes back after so long. */
const BATCH = 10;
const HIDDEN_MS = 45_000;
/** What it takes to receive a message and to call a function. */
const GATHER_MS = 20;

/** A queue of wakes with its mapping: messages go to a function in batches, so many of them at once. */
export class WakeQueue {
  readonly #time: VirtualTime;
  readonly #atOnce: number;
  readonly #run: (wakes: readonly Wake[]) => Promise<readonly boolean[]>;
  #messages: Message[] = [];
  #running = 0;
  mostRunning = 0;

  /** `run` answers which of the wakes were taken; it never does when the function's process ends. */
  constructor(
    time: VirtualTime,
    atOnce: number,
    run: (wakes: readonly Wake[]) => Promise<readonly boolean[]>,
  ) {
    this.#time = time;
    this.#atOnce = atOnce;
    this.#run = run;
  }

  send(wakes: readonly Wake[], delaySeconds: number): void {
    const visibleAt = this.#time.now() + delaySeconds * 1_000;
    for (const wake of wakes) this.#add({ wake, visibleAt });
  }

  #add(message: Message): void {
    this.#messages.push(message);
    const wait = Math.max(0, message.visibleAt - this.#time.now());
    this.#time.after(wait + GATHER_MS, () => this.#receive());
  }

  #receive(): void {
    while (this.#running < this.#atOnce) {
      const now = this.#time.now();
      const batch = this.#messages.filter(({ visibleAt }) => visibleAt <= now).slice(0, BATCH);
      if (batch.length === 0) return;
      const taken = new Set(batch);
      this.#messages = this.#messages.filter((message) => !taken.has(message));
      void this.#handle(batch.map(({ wake }) => wake));
    }
  }

  async #handle(wakes: readonly Wake[]): Promise<void> {
    const receivedAt = this.#time.now();
    this.#running += 1;
    this.mostRunning = Math.max(this.mostRunning, this.#running);
    await sleep(this.#time, GATHER_MS);
    const taken = await this.#run(wakes);
    this.#running -= 1;
    wakes.forEach((wake, index) => {
      if (!taken[index]) this.#add({ wake, visibleAt: receivedAt + HIDDEN_MS });
    });
    this.#receive();
  }
}
