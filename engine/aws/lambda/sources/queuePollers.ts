import { type PollerParts, QueuePoller } from './queuePoller.ts';
import { type SourceMapping, sourceMappingsIn } from './sourceMapping.ts';

/** The pollers of all enabled mappings. */
export class QueuePollers {
  readonly #parts: PollerParts;
  readonly #current = new Map<string, QueuePoller>();
  /** The retired ones too, until they have ended. */
  readonly #all = new Map<QueuePoller, Promise<void>>();
  #started = false;

  constructor(parts: PollerParts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    this.#started = true;
    for (const { value } of await sourceMappingsIn(this.#parts.engine).list()) this.renew(value);
  }

  async stop(): Promise<void> {
    this.#started = false;
    for (const poller of this.#all.keys()) poller.stop();
    await Promise.all(this.#all.values());
  }

  /** Polls by a mapping as it is now. */
  renew(mapping: SourceMapping): void {
    this.retire(mapping.UUID);
    if (!this.#started || !mapping.Enabled) return;
    const poller = new QueuePoller(this.#parts, mapping);
    this.#current.set(mapping.UUID, poller);
    const end = poller.poll().finally(() => this.#all.delete(poller));
    this.#all.set(poller, end);
  }

  retire(uuid: string): void {
    this.#current.get(uuid)?.retire();
    this.#current.delete(uuid);
  }
}
