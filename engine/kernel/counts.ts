/** How many there are of things by group: read once, then kept up to date by whoever adds and removes. */
export class Counts {
  readonly #known = new Map<string, number>();
  readonly #read: (group: string) => Promise<number>;

  constructor(read: (group: string) => Promise<number>) {
    this.#read = read;
  }

  /** Ask within the turn in which the group is changed. */
  async of(group: string): Promise<number> {
    const count = this.#known.get(group) ?? (await this.#read(group));
    this.#known.set(group, count);
    return count;
  }

  /** Notes a change that has been stored. */
  changed(group: string, by: number): void {
    const count = this.#known.get(group);
    if (count !== undefined) this.#known.set(group, count + by);
  }
}
