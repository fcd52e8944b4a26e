import { asPerson, type Person } from './world/functions.ts';
import type { World } from './world/world.ts';

/** Mail may take a minute: only then is it asked for again. */
const LOOKS_PER_REQUEST = 4;

/** Somebody who changes its own address: asks, reads the mail at the new one, and brings the code back. */
export class AddressChange {
  readonly #world: World;
  readonly #person: Person;
  readonly #to: string;
  readonly #tried = new Set<string>();
  #looked = LOOKS_PER_REQUEST;

  constructor(world: World, person: Person, to: string) {
    this.#world = world;
    this.#person = person;
    this.#to = to;
  }

  /** Asks for a code, or looks for one; whether the address is changed by now, undefined while nobody knows. */
  async goOn(): Promise<boolean | undefined> {
    if (this.#looked >= LOOKS_PER_REQUEST) {
      const status = await this.#send('PUT', '/users/{username}/email', { email: this.#to });
      if (status === 404) return false;
      // It has the address, or got it a moment ago: an answer was lost.
      if (status === 400 || status === 409) return true;
      if (status !== 202) return undefined;
      this.#looked = 0;
    }
    this.#looked += 1;
    return this.#confirm();
  }

  async #confirm(): Promise<boolean | undefined> {
    const mail = await this.#world.running.engine.mail.to(this.#to);
    for (const code of mail.flatMap(({ body }) => /\d{8}/.exec(body)?.[0] ?? [])) {
      if (this.#tried.has(code)) continue;
      const status = await this.#send('POST', '/users/{username}/email/confirm', { code });
      if (status === 200) return true;
      if (status < 500) this.#tried.add(code);
    }
    return undefined;
  }

  async #send(method: string, resource: string, body: object): Promise<number> {
    const path = { username: this.#person.username };
    const request = { method, resource, path, body };
    return (await asPerson(this.#world, request, this.#person)).statusCode;
  }
}
