import { z } from 'zod';
import { sleep } from '#engine';
import { statusOf } from '../services/registration/registration.ts';
import { AddressChange } from './addressChange.ts';
import { type Facts, factsOf } from './checks/facts.ts';
import { type Entry, ledgerViolations } from './ledger.ts';
import { type Act, addressesOf, type Guest } from './plans/crowd.ts';
import type { Scenario } from './plans/scenario.ts';
import { asAdmin, asOperator } from './world/functions.ts';
import { askOnce, insist } from './world/insist.ts';
import type { World } from './world/world.ts';

/** A tenant that is not there after so many looks is none: its onboarding failed. */
const MOST_LOOKS = 20;
const LOOK_MS = 1_000;

const USERS = 'identity/users';
const TOO_MANY = 429;

const Listed = z.object({
  users: z.array(z.object({ username: z.string(), email: z.string() })),
});

const isLastWord = (status: number): boolean => status < 500;

/** People whom operators invite to several tenants, change there, and remove from one while others invite them; some move. */
export class Crowd {
  waiting = 0;
  readonly #world: World;
  readonly #scenario: Scenario;
  readonly #ledger: Entry[] = [];

  constructor(world: World, scenario: Scenario, guests: readonly Guest[]) {
    this.#world = world;
    this.#scenario = scenario;
    for (const guest of guests) {
      this.waiting += 1;
      void this.#come(guest);
    }
  }

  /** Who is not what it was left as. */
  violations(facts: Facts): string[] {
    return ledgerViolations(this.#ledger, facts);
  }

  async #come({ email, signUp, acts }: Guest): Promise<void> {
    const tenantId = await this.#tenantOf(signUp);
    if (tenantId !== undefined) {
      const entry: Entry = { tenantId, email, isMember: false };
      for (const act of acts) await this.#act(act, entry);
      this.#ledger.push(entry);
    }
    this.waiting -= 1;
  }

  /** The tenant of a sign-up, as soon as it is active. */
  async #tenantOf(signUp: number): Promise<string | undefined> {
    const { time, database } = this.#world.parts;
    const name = this.#scenario[signUp]?.tenantName;
    for (let looked = 0; looked < MOST_LOOKS; looked += 1) {
      await sleep(time, LOOK_MS);
      const found = factsOf(database).registrations.find(
        ({ registration }) =>
          registration.tenantName === name && statusOf(registration) === 'active',
      );
      if (found) return found.registration.tenantId;
    }
    return undefined;
  }

  async #act({ kind, after, once }: Act, entry: Entry): Promise<void> {
    await sleep(this.#world.parts.time, after);
    const ask = kind === 'invite' ? () => this.#invite(entry) : this.#toMember(kind, entry);
    if (!once) return insist(this.#world, ask);
    const isHeard = await askOnce(this.#world, ask);
    if (!isHeard && kind !== 'change') entry.isMember = undefined;
  }

  /** Whoever asks again asks the same: a user whose removal has begun is in no list any more. */
  #toMember(kind: Exclude<Act['kind'], 'invite'>, entry: Entry): () => Promise<boolean> {
    let ask: (() => Promise<boolean>) | undefined;
    return async () => {
      if (!ask) {
        const username = await this.#usernameOf(entry);
        if (username === undefined) return true;
        ask = this.#asking(kind, entry, username);
      }
      return ask();
    };
  }

  #asking(kind: Exclude<Act['kind'], 'invite'>, entry: Entry, username: string) {
    if (kind === 'move') return this.#moving(entry, username);
    const asks = { remove: this.#remove, change: this.#change, correct: this.#correct };
    return () => asks[kind].call(this, entry, username);
  }

  #moving(entry: Entry, username: string): () => Promise<boolean> {
    const to = addressesOf(entry.email).at(-1) ?? entry.email;
    const { tenantId } = entry;
    const change = new AddressChange(this.#world, { tenantId, username }, to);
    return async () => {
      const isMoved = await change.goOn();
      if (isMoved) entry.movedTo = to;
      return isMoved !== undefined;
    };
  }

  async #correct(entry: Entry, username: string): Promise<boolean> {
    const email = addressesOf(entry.email).at(-1) ?? entry.email;
    const path = { username };
    const request = { method: 'PUT', resource: '/users/{username}/email', path, body: { email } };
    const { statusCode } = await asAdmin(this.#world, request, entry.tenantId);
    if (statusCode === 202) entry.movedTo = email;
    return isLastWord(statusCode) && statusCode !== TOO_MANY;
  }

  async #invite(entry: Entry): Promise<boolean> {
    const { tenantId, email } = entry;
    const body = { tenantId, email, role: 'TenantUser' };
    const { statusCode } = await this.#ask('POST', { resource: '/users', body });
    if (isLastWord(statusCode)) entry.isMember = true;
    return isLastWord(statusCode);
  }

  async #remove(entry: Entry, username: string): Promise<boolean> {
    const { statusCode } = await this.#ask('DELETE', this.#one(entry, username));
    if (isLastWord(statusCode)) entry.isMember = false;
    return isLastWord(statusCode);
  }

  async #change(entry: Entry, username: string): Promise<boolean> {
    const body = { enabled: username < '8' };
    const { statusCode } = await this.#ask('PUT', { ...this.#one(entry, username), body });
    return isLastWord(statusCode);
  }

  #one({ tenantId }: Entry, username: string) {
    return { resource: '/users/{username}', path: { username }, query: { tenantId } };
  }

  #ask(method: string, request: Omit<Parameters<typeof asOperator>[2], 'method'>) {
    return asOperator(this.#world, USERS, { method, ...request });
  }

  async #usernameOf({ tenantId, email }: Entry): Promise<string | undefined> {
    const addresses = addressesOf(email);
    const query = { tenantId, limit: '100' };
    const { statusCode, body } = await this.#ask('GET', { resource: '/users', query });
    if (!isLastWord(statusCode)) throw new Error(`listing users answered ${statusCode}`);
    return Listed.parse(JSON.parse(body)).users.find((user) => addresses.includes(user.email))
      ?.username;
  }
}
