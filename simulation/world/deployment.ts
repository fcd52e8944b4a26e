import { z } from 'zod';
import { deployAssembly, MemoryDatabase, readAssembly } from '#engine';
import { Tier } from '../../events/fields.ts';
import { namesOf } from '../../infra/names.ts';
import { flattened } from '../../local/outputs.ts';
import { HandlerInstances } from './handlerInstance.ts';
import type { StartHandler } from './handlerModules.ts';
import type { Owner } from './ownedProcess.ts';
import { seededRandom } from './seededRandom.ts';
import { World } from './world.ts';

/** What the partner is called whose tenants sign up by events. */
export const PARTNER = 'simulated';

/** The deployed product, as every run begins with it. */
export type Deployment = {
  entries: ReturnType<MemoryDatabase['snapshot']>;
  outputs: Readonly<Record<string, string>>;
  instances: HandlerInstances;
  /** Handlers' places below `services/` by their functions' names and ARNs, and by those of their queues. */
  places: ReadonlyMap<string, string>;
};

const Described = z.object({
  configuration: z.object({
    FunctionName: z.string(),
    FunctionArn: z.string(),
    Description: z.string().default(''),
  }),
});

const Mapped = z.object({ EventSourceArn: z.string(), FunctionName: z.string() });

const placesIn = (database: MemoryDatabase): ReadonlyMap<string, string> => {
  const places = new Map<string, string>();
  for (const [, text] of database.under('lambda.functions\u0000')) {
    const { configuration } = Described.parse(JSON.parse(text));
    places.set(configuration.FunctionName, configuration.Description);
    places.set(configuration.FunctionArn, configuration.Description);
  }
  for (const [, text] of database.under('lambda.sourceMappings\u0000')) {
    const { EventSourceArn, FunctionName } = Mapped.parse(JSON.parse(text));
    places.set(EventSourceArn, places.get(FunctionName) ?? '');
  }
  return places;
};

/** When every deployment is made. */
export const DEPLOYED_AT = Date.UTC(2026, 0, 5, 9);

/** Lets the work go on without any time passing: how long files take must not tell in the result. */
const through = async <T>({ time }: Owner, work: Promise<T>): Promise<T> => {
  let over = false;
  const ended = work.finally(() => {
    over = true;
  });
  while (!over) await time.run(() => over, DEPLOYED_AT);
  return ended;
};

const ListedRules = z.object({ Rules: z.array(z.object({ Name: z.string() })) });
const ListedTargets = z.object({ Targets: z.array(z.object({ Arn: z.string() })) });
const ListedBuses = z.object({ EventBuses: z.array(z.object({ Name: z.string() })) });

const ListedMappings = z.object({
  EventSourceMappings: z.array(z.object({ UUID: z.string(), EventSourceArn: z.string() })),
});

type Places = ReadonlyMap<string, string>;

const isOfWebhooks = (places: Places, arn: string): boolean =>
  places.get(arn)?.startsWith('webhooks/') ?? false;

const disableMappings = async (world: World, places: Places): Promise<void> => {
  const listed = await world.call('lambda', 'ListEventSourceMappings', {});
  for (const { UUID, EventSourceArn } of ListedMappings.parse(listed).EventSourceMappings) {
    if (isOfWebhooks(places, EventSourceArn))
      await world.call('lambda', 'UpdateEventSourceMapping', { UUID, Enabled: false });
  }
};

/**
 * Takes the webhooks off the buses and queues: they carry events on to others and change nothing of a tenant,
 * but take a sixth of a run's time. Their own tests let their deliveries go wrong.
 */
const withoutWebhooks = async (world: World, database: MemoryDatabase): Promise<void> => {
  const places = placesIn(database);
  await disableMappings(world, places);
  const { EventBuses } = ListedBuses.parse(await world.call('events', 'ListEventBuses', {}));
  for (const { Name: EventBusName } of EventBuses) {
    const listed = await world.call('events', 'ListRules', { EventBusName });
    for (const { Name } of ListedRules.parse(listed).Rules) {
      const of = { Rule: Name, EventBusName };
      const targets = await world.call('events', 'ListTargetsByRule', of);
      if (ListedTargets.parse(targets).Targets.some(({ Arn }) => isOfWebhooks(places, Arn)))
        await world.call('events', 'DisableRule', { Name, EventBusName });
    }
  }
};

/** The partner whose tenants sign up by events. */
const aPartner = {
  Name: namesOf('dev').partnerParameter(PARTNER),
  Type: 'String',
  Value: JSON.stringify({ types: ['TenantRegistered'], tiers: Tier.options, perMinute: 600 }),
};

/** Deploys the synthesized templates of a folder once; runs begin with a copy of what came of it. */
export const deploy = async (
  owner: Owner,
  folder: string,
  code: ReadonlyMap<string, StartHandler>,
): Promise<Deployment> => {
  owner.time.reset(DEPLOYED_AT);
  owner.random = seededRandom(0);
  const database = new MemoryDatabase();
  const instances = new HandlerInstances(code);
  const places = new Map<string, string>();
  const world = new World({ time: owner.time, random: owner.random, database, instances, places });
  const outputs = await through(
    owner,
    (async () => {
      await world.start();
      const assembly = await readAssembly(folder);
      const deployed = flattened(await deployAssembly(world.running.engine, assembly));
      await withoutWebhooks(world, database);
      await world.call('ssm', 'PutParameter', aPartner);
      return deployed;
    })(),
  );
  world.end();
  return { entries: database.snapshot(), outputs, instances, places: placesIn(database) };
};

const DEFINITIONS = 'states.definitions\u0000';

/** The same deployment with other definitions of its state machines. */
export const withSaga = (deployment: Deployment, change: (text: string) => string): Deployment => ({
  ...deployment,
  entries: deployment.entries.map(([key, value]) =>
    key.startsWith(DEFINITIONS)
      ? [key, JSON.stringify(change(z.string().parse(JSON.parse(value))))]
      : [key, value],
  ),
});
