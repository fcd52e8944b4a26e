import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { events } from '../../engine/aws/eventbridge/events.ts';
import { sqs } from '../../engine/aws/sqs/sqs.ts';
import { outgoing } from '../../events/outgoing.ts';
import { publishOn } from '../../events/publish.ts';
import { publishAllOn } from '../../events/publishAll.ts';
import { entryOf } from '../../events/putEventsCall.ts';
import { UserCreated } from '../../events/schemas/identity.ts';
import { aTenantId, aUlid, aUserCreated } from '../support/builders.ts';
import { testEngine } from '../support/testEngine.ts';

/*
 * What publishing costs: events a second through `publish` and `publishAll` (schema, metadata,
 * batches, the reading of the answer) against bare PutEvents on the same engine, as ratios.
 */

const BATCH = 100;
const ROUNDS = 40;
const WARM_UP = 4;
const PER_CALL = 10;

const running = await testEngine([events, sqs]);
await running.start();
const { endpoint, region, credentials } = running.engine;
const client = new EventBridgeClient({ endpoint, region, credentials: credentials.root });
const publish = publishOn(client, 'default');
const publishAll = publishAllOn(client, 'default');

/** One batch: each event of a tenant of its own. */
const batch = Array.from({ length: BATCH }, (_, n) => {
  const tenantId = aTenantId(n);
  const { metadata } = aUserCreated();
  const provenance = { ...metadata, eventId: aUlid(n), tenantId, causationId: aUlid(0) };
  return { provenance, data: { ...UserCreated.example, tenantId } };
});
const toSend = () => batch.map(({ provenance, data }) => outgoing(UserCreated, provenance, data));
const entries = toSend().map((event) => entryOf(event, 'default'));

const bare = async (perCall: number) => {
  for (let at = 0; at < BATCH; at += perCall) {
    await client.send(new PutEventsCommand({ Entries: entries.slice(at, at + perCall) }));
  }
};

const ways = {
  'PutEvents, one event a call': () => bare(1),
  'publish, one event a call': async () => {
    for (const { provenance, data } of batch) await publish(UserCreated, provenance, data);
  },
  'PutEvents, ten events a call': () => bare(PER_CALL),
  'publishAll, ten events a call': async () => {
    const results = await publishAll(toSend());
    if (results.some(({ status }) => status === 'rejected')) throw new Error('not published');
  },
};
type Way = keyof typeof ways;
const names: readonly Way[] = [
  'PutEvents, one event a call',
  'publish, one event a call',
  'PutEvents, ten events a call',
  'publishAll, ten events a call',
];

/** Milliseconds of each way, round by round in turn, so that a slow moment slows all of them. */
const spent = new Map<Way, number[]>(names.map((name) => [name, []]));
for (let round = -WARM_UP; round < ROUNDS; round += 1) {
  for (const name of names) {
    const start = performance.now();
    await ways[name]();
    if (round >= 0) spent.get(name)?.push(performance.now() - start);
  }
}

const medianOf = (name: Way): number =>
  spent.get(name)?.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;

for (const name of names) {
  const perSecond = (BATCH / medianOf(name)) * 1_000;
  process.stdout.write(`${name.padEnd(32)} ${perSecond.toFixed(0).padStart(6)} events/s\n`);
}
const ratio = (title: string, [one, other]: readonly [Way, Way]) => {
  const value = (medianOf(other) / medianOf(one)).toFixed(2);
  process.stdout.write(`${title.padEnd(52)} ${value}\n`);
};
ratio('publish against PutEvents, one a call', [
  'publish, one event a call',
  'PutEvents, one event a call',
]);
ratio('publishAll against PutEvents, ten a call', [
  'publishAll, ten events a call',
  'PutEvents, ten events a call',
]);
ratio('publishAll against PutEvents, one a call', [
  'publishAll, ten events a call',
  'PutEvents, one event a call',
]);
client.destroy();
await running.destroy();
