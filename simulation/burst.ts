import { z } from 'zod';
import { type LimitSettings, MemoryDatabase } from '#engine';
import type { Tier } from '../events/fields.ts';
import { TenantRegistered } from '../events/schemas/registration.ts';
import { type Registration, statusOf } from '../services/registration/registration.ts';
import { factsOf } from './checks/facts.ts';
import { Witness } from './checks/witness.ts';
import { Mishaps } from './plans/disturbance.ts';
import type { Plan } from './plans/plan.ts';
import { latencyIn } from './plans/randomPlan.ts';
import { busyIn } from './run.ts';
import { DEPLOYED_AT, type Deployment } from './world/deployment.ts';
import { drawnFrom, type Owner } from './world/ownedProcess.ts';
import { registeredEntry, ulidOf } from './world/partner.ts';
import { seededRandom } from './world/seededRandom.ts';
import { World } from './world/world.ts';

/** So many sign up at one moment, for the pool and for silos. */
export const BurstTask = z.object({
  seed: z.int().min(0),
  burst: z.object({ pool: z.int().min(0), silo: z.int().min(0) }),
});
export type BurstTask = z.infer<typeof BurstTask>;

/** What became of them; times are from the sign-up, in milliseconds. */
export const Burst = z.object({
  active: z.int(),
  failed: z.int(),
  /** Neither the one nor the other. */
  open: z.int(),
  lastPool: z.number(),
  firstSilo: z.number(),
  lastSilo: z.number(),
});
export type Burst = z.infer<typeof Burst>;

const HOUR = 3_600_000;
const PER_CALL = 10;

/** What an account that expects so many has asked AWS for. */
const RAISED: LimitSettings = { quotas: { appClientsPerPool: 10_000, userPools: 10_000 } };

/** Nothing goes wrong but for AWS's limits; calls take the time that they take. */
const calm = (seed: number): Plan => ({
  limits: true,
  beginsAfter: 0,
  repairAfter: 0,
  isDry: () => false,
  fateOf: () => undefined,
  latencyOf: latencyIn(seed, true),
  crashesAfter: () => false,
});

const signUp = (seed: number, index: number, tier: Tier) => {
  const id = (what: number) => ulidOf(seed * 1_000_000 + index * 10 + what, DEPLOYED_AT);
  return {
    eventId: id(1),
    data: {
      registrationId: id(2),
      tenantId: `t${id(3).toLowerCase()}`,
      tenantName: `Tenant ${index}`,
      adminEmail: `admin${index}@example.com`,
      tier,
    },
  };
};

/** As they come from the form: mixed, the silos spread evenly among the others. */
const signUpsOf = ({ seed, burst: { pool, silo } }: BurstTask) => {
  const all = pool + silo;
  return Array.from({ length: all }, (_, index) => {
    const isSilo = Math.floor(((index + 1) * silo) / all) > Math.floor((index * silo) / all);
    return signUp(seed, index, isSilo ? 'platinum' : 'basic');
  });
};

const timesIn = (readyAt: ReadonlyMap<string, number>, registrations: readonly Registration[]) => {
  const of = (tier: string) =>
    registrations
      .filter((registration) => registration.tier === tier)
      .flatMap(({ tenantId = '' }) => readyAt.get(tenantId) ?? []);
  const silos = of('platinum');
  return {
    lastPool: Math.max(0, ...of('basic')),
    firstSilo: silos.length > 0 ? Math.min(...silos) : 0,
    lastSilo: Math.max(0, ...silos),
  };
};

const Told = z.object({ metadata: z.object({ tenantId: z.string() }) });

/** Lets them all sign up at once, under AWS's limits, and waits until nothing is under way. */
export const burst = async (
  owner: Owner,
  deployment: Deployment,
  task: BurstTask,
): Promise<Burst> => {
  owner.time.reset(DEPLOYED_AT);
  owner.random = seededRandom(task.seed);
  const database = new MemoryDatabase(deployment.entries);
  const witness = new Witness();
  const readyAt = new Map<string, number>();
  witness.told = ({ DetailType, Detail }) => {
    const { tenantId } = Told.parse(JSON.parse(Detail)).metadata;
    if (DetailType === 'UserCreated') readyAt.set(tenantId, owner.time.now() - DEPLOYED_AT);
  };
  const mishaps = new Mishaps(calm(task.seed), DEPLOYED_AT);
  const world = new World({
    time: owner.time,
    random: drawnFrom(owner),
    database,
    instances: deployment.instances,
    places: deployment.places,
    limits: RAISED,
    disturbances: (its) => [witness.disturbance, mishaps.of(its)],
  });
  await world.start();
  await owner.time.during(publishAll(world, deployment, signUpsOf(task)));
  const busy = busyIn(deployment);
  const isQuiet = () => busy.every((prefix) => !database.holds(prefix));
  await owner.time.run(isQuiet, DEPLOYED_AT + 24 * HOUR);
  const registrations = factsOf(database).registrations.map(({ registration }) => registration);
  world.end();
  const having = (status: string) =>
    registrations.filter((registration) => statusOf(registration) === status).length;
  const [active, failed] = [having('active'), having('failed')];
  const open = task.burst.pool + task.burst.silo - active - failed;
  return { active, failed, open, ...timesIn(readyAt, registrations) };
};

const publishAll = async (
  world: World,
  { outputs }: Deployment,
  all: ReturnType<typeof signUpsOf>,
): Promise<void> => {
  for (let at = 0; at < all.length; at += PER_CALL) {
    const Entries = all
      .slice(at, at + PER_CALL)
      .map((one) => registeredEntry({ outputs }, { ...one, source: TenantRegistered.source }));
    await world.call('events', 'PutEvents', { Entries });
  }
};
