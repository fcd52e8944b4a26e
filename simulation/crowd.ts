import { z } from 'zod';
import { sleep } from '#engine';
import { statusOf } from '../services/registration/registration.ts';
import { type Facts, factsOf } from './checks/facts.ts';
import { membersOf } from './checks/people.ts';
import type { Act, Guest } from './plans/crowd.ts';
import type { Scenario } from './plans/scenario.ts';
import { asOperator } from './world/functions.ts';
import { askOnce, insist } from './world/insist.ts';
import type { World } from './world/world.ts';

/** A tenant that is not there after so many looks is none: its onboarding failed. */
const MOST_LOOKS = 20;
const LOOK_MS = 1_000;

const USERS = 'identity/users';

const Listed = z.object({
  users: z.array(z.object({ username: z.string(), email: z.string() })),
});

const isLastWord = (status: number): boolean => status < 500;

/**
 * What is known of a person in a tenant: whether it is a member, once nothing is under way. Undefined where
 * nobody knows, because the answer never came.
 */
type Ledger = { tenantId: string; email: string; isMember: boolean | undefined };

/** People whom operators invite to several tenants, change there, and remove from one while others invite them. */
export class Crowd {
  waiting = 0;
  readonly #world: World;
  readonly #scenario: Scenario;
  readonly #ledger: Ledger[] = [];

  constructor(world: World, scenario: Scenario, guests: readonly Guest[]) {
    this.#world = world;
    this.#scenario = scenario;
    for (const guest of guests) {
      this.waiting += 1;
      void this.#come(guest);
    }
  }

  /** Who is a member and should not be, or is none and should be. */
  violations(facts: Facts): string[] {
    return this.#ledger.flatMap(({ tenantId, email, isMember }) => {
      const found = membersOf(facts, tenantId).filter((member) => member.email === email).length;
      const isRight = isMember === undefined ? found <= 1 : found === Number(isMember);
      if (isRight) return [];
      return [
        `${email} is ${found} members of ${tenantId}, and was ${isMember ? '' : 'not '}left as one`,
      ];
    });
  }

  async #come({ email, signUp, acts }: Guest): Promise<void> {
    const tenantId = await this.#tenantOf(signUp);
    if (tenantId !== undefined) {
      const entry: Ledger = { tenantId, email, isMember: false };
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

  async #act({ kind, after, once }: Act, entry: Ledger): Promise<void> {
    await sleep(this.#world.parts.time, after);
    const ask = kind === 'invite' ? () => this.#invite(entry) : this.#toMember(kind, entry);
    if (!once) return insist(this.#world, ask);
    const isHeard = await askOnce(this.#world, ask);
    if (!isHeard && kind !== 'change') entry.isMember = undefined;
  }

  /** Whoever asks again asks the same: a user whose removal has begun is in no list any more. */
  #toMember(kind: 'remove' | 'change', entry: Ledger): () => Promise<boolean> {
    let username: string | undefined;
    return async () => {
      username ??= await this.#usernameOf(entry);
      if (username === undefined) return true;
      return kind === 'remove' ? this.#remove(entry, username) : this.#change(entry, username);
    };
  }

  async #invite(entry: Ledger): Promise<boolean> {
    const { tenantId, email } = entry;
    const body = { tenantId, email, role: 'TenantUser' };
    const { statusCode } = await this.#ask('POST', { resource: '/users', body });
    if (isLastWord(statusCode)) entry.isMember = true;
    return isLastWord(statusCode);
  }

  async #remove(entry: Ledger, username: string): Promise<boolean> {
    const { statusCode } = await this.#ask('DELETE', this.#one(entry, username));
    if (isLastWord(statusCode)) entry.isMember = false;
    return isLastWord(statusCode);
  }

  async #change(entry: Ledger, username: string): Promise<boolean> {
    const body = { enabled: username < '8' };
    const { statusCode } = await this.#ask('PUT', { ...this.#one(entry, username), body });
    return isLastWord(statusCode);
  }

  #one({ tenantId }: Ledger, username: string) {
    return { resource: '/users/{username}', path: { username }, query: { tenantId } };
  }

  #ask(method: string, request: Omit<Parameters<typeof asOperator>[2], 'method'>) {
    return asOperator(this.#world, USERS, { method, ...request });
  }

  async #usernameOf({ tenantId, email }: Ledger): Promise<string | undefined> {
    const query = { tenantId, limit: '100' };
    const { statusCode, body } = await this.#ask('GET', { resource: '/users', query });
    if (!isLastWord(statusCode)) throw new Error(`listing users answered ${statusCode}`);
    return Listed.parse(JSON.parse(body)).users.find((user) => user.email === email)?.username;
  }
}
