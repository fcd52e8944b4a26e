/** The step, without its undo. */
export const stepText = `import { PermanentError, TransientError } from '#shared/errors.ts';
import type { Owned, RemovalPorts } from '#shared/ownership.ts';
import { PrefixEnv, RoutingTableEnv } from '../provisioningEnv.ts';
import { MadeResources, type MakingStep } from './madeResource.ts';
import type { OnboardingInput } from './onboardingInput.ts';

export const createQueueStep = {
  name: 'CreateQueue',
  run: 'provisioning/onboarding/createQueue',
  result: MadeResources,
  environment: PrefixEnv.extend(RoutingTableEnv.shape),
  makes: {
    kind: 'queue',
    service: 'sqs',
    path: '',
    make: ['CreateQueue', 'TagQueue', 'GetQueueUrl', 'ListQueueTags'],
    remove: ['DeleteQueue', 'GetQueueUrl', 'GetQueueAttributes', 'ListQueueTags'],
    list: ['ListQueues'],
  },
} as const satisfies MakingStep;

/** Tenants' queues, known by their names. */
export type Queues = {
  /** Answers the queue's name; succeeds when there is one of this owner. */
  create(tenantId: string, owner: string): Promise<string>;
  /** The tenant's queue; none when there is none. */
  find(tenantId: string): Promise<Owned[]>;
  /** Succeeds when it is gone already. */
  delete(name: string): Promise<void>;
};

/** A queue of the tenant's own: made now, or by an earlier try of the same owner. */
export const createQueue =
  (queues: Queues) =>
  async ({ tenantId, eventId }: OnboardingInput): Promise<MadeResources> => {
    const queue = await queues.create(tenantId, eventId);
    const [found] = await queues.find(tenantId);
    if (!found) throw new TransientError('the queue ' + queue + ' is just going');
    if (found.owner !== eventId) throw new PermanentError('the queue ' + queue + ' is another’s');
    return { resources: { queue } };
  };

/** Undoes createQueue. */
export const deleteQueue = (_queues: Queues, _ports: RemovalPorts) => async () => ({});
`;

/** The undo as it is before anybody writes it, and as it is then. */
export const undoChange = [
  '(_queues: Queues, _ports: RemovalPorts) => async () => ({})',
  `(queues: Queues, ports: RemovalPorts) =>
  async ({ tenantId, eventId: owner }: OnboardingInput) => {
    await removeOwned(ports)({ tenantId, owner }, await queues.find(tenantId), queues.delete);
    return {};
  }`,
] as const;

/** Its bundle. */
export const handlerText = `import { SQSClient } from '@aws-sdk/client-sqs';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { routingTable } from '#shared/routingTable.ts';
import { stepTask, undoTask } from '../saga/sagaTasks.ts';
import { tenantQueues } from '../tenants/tenantQueues.ts';
import { createQueue, createQueueStep, deleteQueue } from './createQueue.ts';
import { onboardingSaga } from './onboardingSaga.ts';

const { RESOURCE_PREFIX, ROUTING_TABLE } = env(createQueueStep.environment);
const queues = tenantQueues(new SQSClient(clientDefaults), RESOURCE_PREFIX);
const routeOf = routingTable(documentClient(), ROUTING_TABLE).routeOf;

export const run = stepTask(onboardingSaga, createQueueStep, createQueue(queues));
export const undo = undoTask(onboardingSaga, deleteQueue(queues, { routeOf }));
`;

/** The queues in SQS, and their listing for the sweep. */
export const queuesText = `import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueueTagsCommand,
  paginateListQueues,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { valueWhen } from '#shared/errors.ts';
import type { Queues } from '../onboarding/createQueue.ts';
import { madeOf, type ResourceListing } from '../orphans/orphans.ts';
import {
  isTaggedFor,
  namedAfterTenants,
  ownerTagged,
  tenantResourceName,
  tenantTags,
} from './tenantResources.ts';

const gone = valueWhen(undefined, 'QueueDoesNotExist');

const urlOf = async (client: SQSClient, QueueName: string): Promise<string | undefined> =>
  (await client.send(new GetQueueUrlCommand({ QueueName })).catch(gone))?.QueueUrl;

const tagsOf = async (client: SQSClient, QueueUrl: string) =>
  (await client.send(new ListQueueTagsCommand({ QueueUrl })).catch(gone))?.Tags;

/** Tenants' queues in SQS. */
export const tenantQueues = (client: SQSClient, prefix: string): Queues => ({
  async create(tenantId, owner) {
    const QueueName = tenantResourceName(prefix, tenantId);
    const tags = tenantTags(prefix, tenantId, owner);
    await client.send(new CreateQueueCommand({ QueueName, tags }));
    return QueueName;
  },
  async find(tenantId) {
    const name = tenantResourceName(prefix, tenantId);
    const QueueUrl = await urlOf(client, name);
    if (QueueUrl === undefined) return [];
    return [{ id: name, owner: ownerTagged(await tagsOf(client, QueueUrl)) }];
  },
  async delete(name) {
    const QueueUrl = await urlOf(client, name);
    if (QueueUrl !== undefined) await client.send(new DeleteQueueCommand({ QueueUrl })).catch(gone);
  },
});

/** The queues that are named after tenants. */
export const orphanQueues = (client: SQSClient, prefix: string): ResourceListing => ({
  async *list() {
    const query = { QueueNamePrefix: prefix + '-', MaxResults: 1_000 };
    const named = namedAfterTenants(prefix, paginateListQueues({ client }, query), (page) =>
      page.QueueUrls?.map((url) => ({ name: url.split('/').at(-1), id: url.split('/').at(-1) })),
    );
    for await (const queue of named) yield { kind: 'queue', ...queue };
  },
  async made({ id, tenantId }) {
    const QueueUrl = await urlOf(client, id);
    const tags = QueueUrl === undefined ? undefined : await tagsOf(client, QueueUrl);
    if (!isTaggedFor(prefix, tenantId, tags)) return undefined;
    const ask = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['CreatedTimestamp'] });
    const { Attributes } = (await client.send(ask).catch(gone)) ?? {};
    return madeOf(new Date(Number(Attributes?.CreatedTimestamp) * 1_000), ownerTagged(tags));
  },
  remove: ({ id }) => tenantQueues(client, prefix).delete(id),
});
`;
