import { selfServiceTiers } from '../infra/config.ts';
import { type Facts, failedHolderOf, isServed } from './checks/facts.ts';
import { FormSignUp } from './formSignUp.ts';
import { registeredByOperator } from './operatorsWork.ts';
import { type Intervention, isPartners } from './plans/intervention.ts';
import type { Again, Scenario, SignUp } from './plans/scenario.ts';
import type { RunInput } from './run.ts';
import type { Deployment } from './world/deployment.ts';
import { insist } from './world/insist.ts';
import { register, ulidOf } from './world/partner.ts';
import type { World } from './world/world.ts';

const isForSale = (tier: SignUp['tier']): boolean => selfServiceTiers.includes(tier);

/** The idempotency key of a scenario's sign-up. */
const keyOf = (index: number): string => `sign-up-${index}`;

/** Those who sign up, and what they were told. Whoever gets no answer asks again, as people do. */
export class Customers {
  /** The registrations that were accepted. */
  readonly accepted = new Set<string>();
  waiting: number;
  readonly #world: World;
  readonly #deployment: Deployment;
  readonly #seed: number;
  readonly #scenario: Scenario;
  readonly #interventions: readonly Intervention[];
  readonly #begin: number;
  /** What each who signed up by the form was told, by idempotency key. */
  readonly #told = new Map<string, Set<string>>();
  /** Those of them who were told that their name is taken. */
  readonly #refused = new Set<string>();
  /** Those of them whose name was only held by a registration that had failed. */
  readonly #wronged = new Set<string>();

  constructor(world: World, deployment: Deployment, run: RunInput) {
    this.#world = world;
    this.#deployment = deployment;
    this.#seed = run.seed;
    this.#scenario = run.scenario;
    this.#interventions = run.interventions;
    this.#begin = world.parts.time.now();
    this.waiting = 0;
    for (const [index, signUp] of run.scenario.entries()) {
      const ask =
        signUp.by === 'form' ? this.#byForm(signUp, keyOf(index)) : this.#byEvent(signUp, index);
      for (let copy = 0; copy < (signUp.twice ? 2 : 1); copy += 1) this.#come(signUp.at, ask);
    }
  }

  /** What nobody should be told. */
  violations(): string[] {
    const doubles = [...this.#told.values()]
      .filter((told) => told.size > 1)
      .map((told) => `one sign-up became ${[...told].join(' and ')}`);
    const refused = this.#scenario
      .map((_, index) => index)
      .filter((index) => this.#refused.has(keyOf(index)) && !this.#isContested(index))
      .map((index) => `${keyOf(index)} was refused a name that nobody else wanted`);
    const wronged = [...this.#wronged].map(
      (key) => `${key} was refused the name of a registration that had failed`,
    );
    return [...doubles, ...refused, ...wronged];
  }

  /** Whoever failed and does not leave it at that signs up once more. */
  comeBack(at: Again['at'], registrationId: string): void {
    const index = this.#scenario.findIndex((_, one) =>
      this.#told.get(keyOf(one))?.has(registrationId),
    );
    const signUp = this.#scenario[index];
    const key = `again-${index}`;
    if (signUp?.again?.at !== at || this.#told.has(key)) return;
    this.#come(signUp.again.after, this.#byForm(signUp, key));
  }

  /** Those who have no tenant, although nobody else wanted what they want. */
  unserved({ registrations }: Facts): string[] {
    if (!this.areAtPeace) return [];
    const active = registrations.map(({ registration }) => registration).filter(isServed);
    return this.#scenario
      .map(({ tenantName }) => tenantName)
      .filter((name) => !active.some(({ tenantName }) => tenantName === name));
  }

  /** Whether all of them want something of their own, so that each can have it. */
  get areAtPeace(): boolean {
    if (this.#interventions.some(isPartners)) return false;
    const names = new Set(this.#scenario.map(({ tenantName }) => tenantName));
    return names.size === this.#scenario.length;
  }

  #isContested(index: number): boolean {
    const name = this.#scenario[index]?.tenantName;
    return this.#scenario.some(({ tenantName }, other) => other !== index && tenantName === name);
  }

  #come(after: number, ask: () => Promise<boolean>): void {
    this.waiting += 1;
    const come = async () => {
      await insist(this.#world, ask);
      this.waiting -= 1;
    };
    this.#world.parts.time.after(after, () => void come());
  }

  /** Those who sign up by the form, or by an operator where the form does not sell what they want. */
  #byForm(signUp: SignUp, key: string) {
    const told = new Set<string>();
    this.#told.set(key, told);
    const form = new FormSignUp(this.#world, this.#deployment, { signUp, key });
    const ask = isForSale(signUp.tier)
      ? () => form.goOn()
      : () => registeredByOperator(this.#world, { signUp, key });
    return async () => {
      const before = this.#failedHolder(signUp.tenantName);
      const heard = await ask();
      if (heard?.kind === 'refused') {
        this.#refused.add(key);
        const after = this.#failedHolder(signUp.tenantName);
        if (before !== undefined && before === after) this.#wronged.add(key);
      }
      if (heard?.kind === 'registered') {
        told.add(heard.registrationId);
        this.accepted.add(heard.registrationId);
      }
      return heard !== undefined;
    };
  }

  #failedHolder(tenantName: string): string | undefined {
    return failedHolderOf(this.#world.parts.database, tenantName);
  }

  #byEvent({ tenantName, adminEmail, tier, tenantOf }: SignUp, index: number) {
    const id = (what: number, of = index) => ulidOf(this.#seed * 100 + of * 10 + what, this.#begin);
    const registrationId = `partner-${index}`;
    const tenantId = `t${id(1, tenantOf).toLowerCase()}`;
    const data = { registrationId, tenantId, tenantName, adminEmail, tier };
    return async () => {
      await register(this.#world, this.#deployment, { eventId: id(2), data });
      this.accepted.add(registrationId);
      return true;
    };
  }
}
