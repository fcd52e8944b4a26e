/** Lets one piece of work at a time hold a name. All names of a piece are taken at once: no deadlock. */
export class Locks {
  #tails = new Map<string, Promise<unknown>>();

  async run<T>(names: readonly string[], work: () => Promise<T>): Promise<T> {
    const before = Promise.all(names.map((name) => this.#tails.get(name)));
    const running = before.then(work);
    const tail = running.catch(() => undefined);
    for (const name of names) this.#tails.set(name, tail);
    try {
      return await running;
    } finally {
      for (const name of names) if (this.#tails.get(name) === tail) this.#tails.delete(name);
    }
  }
}
