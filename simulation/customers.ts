import { ulid } from 'ulid';
import { z } from 'zod';
import { TenantRegistered } from '../events/schemas/registration.ts';
import { sleep } from '../local/clock.ts';
import type { HttpResponse } from '../local/gateway/service.ts';
import { BEGIN, type Deployment } from './deployment.ts';
import type { Scenario, SignUp } from './scenario.ts';
import { sequenceOf } from './seededRandom.ts';
import type { World } from './world.ts';

const Accepted = z.object({ registrationId: z.string(), tenantId: z.string() });

/** Longer than API Gateway waits for a function. */
const PATIENCE_MS = 35_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** A partner's own ids: ULIDs of that moment, the same in every run of a seed. */
const ulidOf = (seed: number, at: number): string => ulid(at, sequenceOf(seed));

/** Those who sign up, and what they were told. Whoever gets no answer asks again, as people do. */
export class Customers {
  /** The registrations that were accepted. */
  readonly accepted = new Set<string>();
  waiting: number;
  readonly #world: World;
  readonly #deployment: Deployment;
  readonly #seed: number;
  readonly #scenario: Scenario;
  /** What each who signed up by the form was told, by the order of the scenario. */
  readonly #told = new Map<number, Set<string>>();
  /** Those of them who were told that their name is taken. */
  readonly #refused = new Set<number>();

  constructor(world: World, deployment: Deployment, run: { seed: number; scenario: Scenario }) {
    this.#world = world;
    this.#deployment = deployment;
    this.#seed = run.seed;
    this.#scenario = run.scenario;
    this.waiting = 0;
    for (const [index, signUp] of run.scenario.entries()) {
      for (let copy = 0; copy < (signUp.twice ? 2 : 1); copy += 1) this.#come(signUp, index);
    }
  }

  /** What nobody should be told. */
  violations(): string[] {
    const doubles = [...this.#told.values()]
      .filter((told) => told.size > 1)
      .map((told) => `one sign-up became ${[...told].join(' and ')}`);
    const refused = [...this.#refused]
      .filter((index) => !this.#isContested(index))
      .map((index) => `sign-up ${index} was refused a name that nobody else wanted`);
    return [...doubles, ...refused];
  }

  /** Whether all of them want something of their own, so that each can have it. */
  get areAtPeace(): boolean {
    const names = new Set(this.#scenario.map(({ tenantName }) => tenantName));
    const admins = new Set(this.#scenario.map(({ adminEmail }) => adminEmail));
    return Math.min(names.size, admins.size) === this.#scenario.length;
  }

  #isContested(index: number): boolean {
    const name = this.#scenario[index]?.tenantName;
    return this.#scenario.some(({ tenantName }, other) => other !== index && tenantName === name);
  }

  #come(signUp: SignUp, index: number): void {
    this.waiting += 1;
    const { time } = this.#world.parts;
    const insist =
      signUp.by === 'form' ? this.#byForm(signUp, index) : this.#byEvent(signUp, index);
    time.after(signUp.at, () => void this.#until(insist));
  }

  async #until(insist: () => Promise<boolean>): Promise<void> {
    const { time } = this.#world.parts;
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      const late = sleep(time, PATIENCE_MS).then(() => false);
      const told = this.#world.isDown ? late : Promise.race([insist(), late]);
      if (await told.catch(() => false)) break;
      await sleep(time, pause);
    }
    this.waiting -= 1;
  }

  #byForm(signUp: SignUp, index: number) {
    const { tenantName, adminEmail, tier } = signUp;
    const path = `${new URL(this.#deployment.outputs['ControlApiUrl'] ?? '').pathname}registrations`;
    const request = {
      method: 'POST',
      path,
      query: new URLSearchParams(),
      headers: { 'content-type': 'application/json', 'idempotency-key': `sign-up-${index}` },
      body: Buffer.from(JSON.stringify({ tenantName, adminEmail, tier })),
    };
    const told = this.#told.get(index) ?? new Set();
    this.#told.set(index, told);
    return async () => {
      const answer = await this.#world.running.handle(request);
      if (answer.status === 409) this.#refused.add(index);
      return this.#heard(answer, told);
    };
  }

  /** Whether this answer is the last word. */
  #heard({ status, body }: HttpResponse, told: Set<string>): boolean {
    if (status === 202) {
      const { registrationId } = Accepted.parse(JSON.parse(String(body)));
      told.add(registrationId);
      this.accepted.add(registrationId);
    }
    return status === 202 || status === 409;
  }

  #byEvent(signUp: SignUp, index: number) {
    const { tenantName, adminEmail, tier } = signUp;
    const id = (what: number, of = index) => ulidOf(this.#seed * 100 + of * 10 + what, BEGIN);
    const registrationId = `partner-${index}`;
    const tenantId = `t${id(1, signUp.tenantOf).toLowerCase()}`;
    const metadata = {
      eventId: id(2),
      version: TenantRegistered.version,
      occurredAt: new Date(this.#world.parts.time.now()).toISOString(),
      tenantId,
      correlationId: registrationId,
    };
    const data = { registrationId, tenantId, tenantName, adminEmail, tier };
    const entry = {
      EventBusName: this.#deployment.outputs['EventBusName'] ?? '',
      Source: TenantRegistered.source,
      DetailType: TenantRegistered.type,
      Detail: JSON.stringify(TenantRegistered.detail.parse({ metadata, data })),
    };
    return async () => {
      await this.#world.call('events', 'PutEvents', { Entries: [entry] });
      this.accepted.add(registrationId);
      return true;
    };
  }
}
