import type { z } from 'zod';
import type { JsonObject } from '#engine';
import { TenantRegistered } from '../events/schemas/registration.ts';
import { isInUse } from '../services/shared/ownership.ts';
import { type Act, actsAtOnce, isLastWord } from './actsAtOnce.ts';
import { factsOf } from './checks/facts.ts';
import type { Witness } from './checks/witness.ts';
import { failedRuns, replay } from './operatorsWork.ts';
import { type Intervention, isPartners } from './plans/intervention.ts';
import type { Deployment } from './world/deployment.ts';
import { asOperator, consumersOf, envelopeOf, handTo } from './world/functions.ts';
import { insist } from './world/insist.ts';
import { register, type SignUpData, ulidOf } from './world/partner.ts';
import { chanceOf, pick } from './world/seededRandom.ts';
import type { World } from './world/world.ts';

/** Tried so often, while what it is about is not there yet or the answer is that something is wrong. */
const MOST_TRIES = 12;
/** Longer than a task goes on whose run was stopped. */
const UNDER_WAY_MS = 120_000;
const MANY = 1_000;

type Registered = z.infer<typeof TenantRegistered.detail>;

type Parts = { world: World; deployment: Deployment; witness: Witness; seed: number };

/** A second number between 0 and 1 out of one. */
const further = (which: number): number => (which * MANY) % 1;

const oneOf = <T>(all: readonly T[], which: number): T | undefined =>
  all.length === 0 ? undefined : pick(all, which);

/** What people beside the customers do: partners with what is another's, and operators. */
export class Interventions {
  /** Those of the first phase that are still to come. */
  waiting = 0;
  /** The addresses of admins that were made by hand. */
  readonly emails = new Set<string>();
  /** Event ids in whose name somebody started the state machine by hand. */
  readonly causes = new Set<string>();
  /** What they were let do, although it is refused. */
  readonly violations: string[] = [];
  readonly #parts: Parts;
  readonly #all: readonly Intervention[];

  constructor(parts: Parts, all: readonly Intervention[]) {
    this.#parts = parts;
    this.#all = all;
    const { time } = parts.world.parts;
    for (const [index, one] of all.entries()) {
      if (one.phase !== 'during') continue;
      this.waiting += 1;
      const come = async () => {
        await this.#insist(one, index);
        this.waiting -= 1;
      };
      time.after(one.after, () => void come());
    }
  }

  get any(): boolean {
    return this.#all.length > 0;
  }

  /** Does all that is for this phase, one after another, and lets each take its course. */
  async intervene(phase: 'before' | 'after', settle: (stage: string) => Promise<void>) {
    const { time } = this.#parts.world.parts;
    for (const [index, one] of this.#all.entries()) {
      if (one.phase !== phase) continue;
      time.skip(one.after);
      await time.during(this.#insist(one, index));
      await settle(`after ${one.kind}`);
    }
  }

  #insist(one: Intervention, index: number): Promise<void> {
    let act: Act | undefined;
    let tries = 0;
    return insist(this.#parts.world, async () => {
      tries += 1;
      // Who has stopped a run does not leave it there.
      const hasStopped = act !== undefined && one.kind === 'stopAndReplay';
      if (tries > MOST_TRIES && !hasStopped) return true;
      act ??= await this.#prepared(one, index);
      return act ? act() : one.phase !== 'during';
    });
  }

  /** What is to be done; undefined while there is nothing that it could be about. */
  async #prepared(one: Intervention, index: number): Promise<Act | undefined> {
    if (isPartners(one)) return this.#signUp(one, index);
    if (one.kind === 'replay' || one.kind === 'replayEvery') return this.#replay(one);
    if (one.kind === 'stopAndReplay') return this.#stop(one);
    if (one.kind === 'redeliver') return this.#redeliver(one);
    const prepare = actsAtOnce[one.kind];
    if (prepare) return prepare(this.#parts.world, one);
    if (one.kind === 'adminByHand') return this.#admin(one, index);
    return this.#run(one, index);
  }

  #registered(): Registered[] {
    const { published } = this.#parts.witness;
    const details = published
      .filter(({ DetailType }) => DetailType === TenantRegistered.type)
      .map(({ Detail }) => TenantRegistered.detail.parse(JSON.parse(Detail)));
    return [...new Map(details.map((detail) => [detail.metadata.eventId, detail])).values()];
  }

  #signUp({ kind, which }: Intervention, index: number): Act | undefined {
    const { world, deployment } = this.#parts;
    const data = oneOf(this.#registered(), which)?.data;
    if (!data) return undefined;
    const own: SignUpData = {
      registrationId: `guest-${index}`,
      tenantId: `t${this.#ulid(index, 1).toLowerCase()}`,
      tenantName: `Guest ${index}`,
      adminEmail: `guest${index}@example.com`,
      tier: pick(['basic', 'platinum'], further(which)),
    };
    const { registrationId, tenantId } = data;
    const said = {
      partnerRetry: data,
      otherContent: { ...own, registrationId, tenantId },
      othersTenant: { ...own, tenantId },
      othersRegistration: { ...own, registrationId },
    }[kind as string];
    const eventId = this.#ulid(index, 2);
    return async () => {
      await register(world, deployment, { eventId, data: said ?? own });
      return true;
    };
  }

  async #replay({ kind, which }: Intervention): Promise<Act | undefined> {
    const { world, seed } = this.#parts;
    const failed = await failedRuns(world);
    const one = oneOf(failed, which);
    if (one === undefined) return undefined;
    if (kind === 'replay') return async () => isLastWord(await this.#replayRun(one));
    const order = (name: string) => chanceOf(seed, `${which} ${name}`);
    const names = failed.sort((a, b) => order(a) - order(b));
    return async () => {
      for (const name of [...names, ...names]) await this.#replayRun(name);
      return true;
    };
  }

  /** Replays a run; that is refused when people use its tenant already. */
  async #replayRun(name: string): Promise<number> {
    const { world } = this.#parts;
    const { routes } = factsOf(world.parts.database);
    const [used] = routes.filter((route) => isInUse(route) && name.startsWith(route.writtenFor));
    const status = await replay(world, name);
    if (used && status < 300)
      this.violations.push(`${name} was replayed, although people use ${used.tenantId}`);
    return status;
  }

  #stop({ which }: Intervention): Act | undefined {
    const { world, deployment } = this.#parts;
    const { executions } = factsOf(world.parts.database);
    const running = executions.filter(({ status }) => status === 'RUNNING');
    const name = oneOf(running, which)?.name;
    if (name === undefined) return undefined;
    const machine = deployment.outputs['OnboardingStateMachineArn'] ?? '';
    const executionArn = `${machine.replace(':stateMachine:', ':execution:')}:${name}`;
    const { time } = world.parts;
    let over: number | undefined;
    return async () => {
      if (over === undefined) await world.call('states', 'StopExecution', { executionArn });
      over ??= time.now() + UNDER_WAY_MS;
      return time.now() >= over && isLastWord(await this.#replayRun(name));
    };
  }

  async #redeliver({ which, event: type = '' }: Intervention): Promise<Act | undefined> {
    const { world, deployment, witness } = this.#parts;
    const events = witness.published.filter(({ DetailType }) => DetailType === type);
    const event = oneOf(events, which);
    if (!event) return undefined;
    const all = await consumersOf(world, deployment.outputs['EventBusName'] ?? '', type);
    const some = all.filter((_, at) => at !== Math.floor(further(which) * (all.length + 1)));
    return async () => {
      for (const arn of some) await handTo(world, arn, envelopeOf(event));
      return true;
    };
  }

  #admin({ which }: Intervention, index: number): Act | undefined {
    const { world } = this.#parts;
    const tenantId = oneOf(factsOf(world.parts.database).routes, which)?.tenantId;
    if (tenantId === undefined) return undefined;
    const email = `by-hand-${index}@example.com`;
    this.emails.add(email);
    const body = { tenantId, email, role: 'TenantAdmin' };
    const request = { method: 'POST', resource: '/users', body };
    return async () => isLastWord((await asOperator(world, 'identity/users', request)).statusCode);
  }

  #run({ kind, which }: Intervention, index: number): Act | undefined {
    const { world, deployment } = this.#parts;
    const route = oneOf(factsOf(world.parts.database).routes, which);
    const owner = this.#registered().find(({ metadata }) => metadata.eventId === route?.writtenFor);
    if (!route || !owner) return undefined;
    const eventId = kind === 'undoInItsName' ? owner.metadata.eventId : this.#ulid(index, 3);
    this.causes.add(eventId);
    const failure = { step: 'CreateTenantAdmin', error: { Error: 'ByHand', Cause: 'by hand' } };
    const then = kind === 'redoByHand' ? 'startOver' : 'giveUp';
    const input: JsonObject = {
      ...owner.data,
      eventId,
      deployment: route.deployment,
      replay: 0,
      results: {},
      ...(kind !== 'runByHand' && { failure, undone: [], stuck: [], then, cause: eventId }),
    };
    const start = {
      stateMachineArn: deployment.outputs['OnboardingStateMachineArn'] ?? '',
      name: `by-hand-${index}`,
      input: JSON.stringify(input),
    };
    return async () => {
      await world.call('states', 'StartExecution', start);
      return true;
    };
  }

  #ulid(index: number, what: number): string {
    const { world, seed } = this.#parts;
    return ulidOf(seed * MANY + index * 10 + what, world.parts.time.now());
  }
}
