import {
  CreateArchiveCommand,
  DescribeRuleCommand,
  ListRulesCommand,
} from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ReplayRequest, replayEvents } from '../../client/eventsReplay.ts';
import { UserCreated } from '../../events/schemas/identity.ts';
import { TenantRegistered } from '../../events/schemas/registration.ts';
import { aTenantId, aTenantRegistered, aUlid, aUserCreated } from '../support/builders.ts';
import { BUS, startSubscribers } from '../support/subscribers.ts';

const HOUR_MS = 3_600_000;

let running: Awaited<ReturnType<typeof startSubscribers>>;
let late = 0;

/** The system's time, and what the test adds to it. */
const pause = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, Math.min(milliseconds, 20)));

const replay = (more: Partial<ReplayRequest> = {}) =>
  replayEvents({ client: running.events, busName: BUS, pause, now: () => Date.now() + late })({
    subscriber: 'crm',
    from: new Date(Date.now() - HOUR_MS),
    to: new Date(Date.now() + HOUR_MS),
    ...more,
  });

const rulesOfReplays = async () => {
  const list = new ListRulesCommand({ EventBusName: BUS, NamePrefix: 'replay.' });
  return ((await running.events.send(list)).Rules ?? []).map(({ Name }) => Name);
};

const received = async (count: number) =>
  (await running.arrived('crm-queue', count)).map(({ detail, ...event }) => ({
    event: detail.metadata.eventId,
    replay: event['replay-name'],
  }));

beforeAll(async () => {
  running = await startSubscribers();
  const EventSourceArn = `arn:aws:events:us-east-1:000000000000:event-bus/${BUS}`;
  await running.events.send(new CreateArchiveCommand({ ArchiveName: BUS, EventSourceArn }));
  for (const n of [1, 2]) {
    const tenantId = aTenantId(n);
    const registered = aTenantRegistered({ tenantId }, { tenantId, eventId: aUlid(n) });
    await running.publish(TenantRegistered, registered);
    const created = aUserCreated({ tenantId }, { tenantId, eventId: aUlid(n + 10) });
    await running.publish(UserCreated, created);
  }
  await running.arrived('crm-queue', 4);
  await running.arrived('partner-queue', 2);
});
afterAll(() => running.stop());

describe('replayEvents', () => {
  it('sends its events to one subscriber again, under the replay’s name, and to no other', async () => {
    const { replayName, state } = await replay();

    expect(state).toBe('COMPLETED');
    expect((await received(4)).sort((a, b) => (a.event < b.event ? -1 : 1))).toEqual(
      [1, 2, 11, 12].map((n) => ({ event: aUlid(n), replay: replayName })),
    );
    expect(await running.read('partner-queue')).toEqual([]);
  });

  it('sends one event of one tenant', async () => {
    const { replayName } = await replay({ events: ['UserCreated'], tenantId: aTenantId(2) });

    expect(await received(1)).toEqual([{ event: aUlid(12), replay: replayName }]);
    expect(await running.read('crm-queue')).toEqual([]);
  });

  it('sends nothing from outside its time', async () => {
    const to = new Date(Date.now() - HOUR_MS / 2);

    expect(await replay({ to })).toMatchObject({ state: 'COMPLETED' });
    expect(await running.read('crm-queue')).toEqual([]);
  });

  it('leaves rules that are deaf to live events', async () => {
    await replay();
    await received(4);

    const live = aTenantRegistered({}, { eventId: aUlid(21) });
    await running.publish(TenantRegistered, live);

    expect(await received(1)).toEqual([{ event: aUlid(21), replay: undefined }]);
    expect(await running.read('crm-queue')).toEqual([]);
  });

  it('clears away the rules of replays that ended more than a day ago', async () => {
    const before = await rulesOfReplays();
    late = 25 * HOUR_MS;

    const { replayName } = await replay({ to: new Date(Date.now() - HOUR_MS / 2) });

    expect(before.length).toBeGreaterThan(1);
    expect(await rulesOfReplays()).toEqual([replayName]);
    late = 0;
  });

  it('leaves the subscriber’s own rule as it is', async () => {
    const own = { Name: 'subscriber-crm', EventBusName: BUS };
    const before = await running.events.send(new DescribeRuleCommand(own));

    await replay({ events: ['UserCreated'] });

    const after = await running.events.send(new DescribeRuleCommand(own));
    expect(after.EventPattern).toBe(before.EventPattern);
  });

  it('names the subscribers there are when it is asked for another', async () => {
    await expect(replay({ subscriber: 'erp' })).rejects.toThrow(
      'no subscriber is called erp; there are: billing, crm, partner, sales',
    );
  });

  it('refuses an event that the subscriber does not take', async () => {
    await expect(replay({ events: ['TenantProvisioned'] })).rejects.toThrow(
      'the subscriber takes TenantRegistered, UserCreated, not TenantProvisioned',
    );
  });

  it('leaves no rule behind when it cannot begin', async () => {
    const before = await rulesOfReplays();

    await expect(replay({ to: new Date(0) })).rejects.toThrow('EventStartTime must be before');

    expect(await rulesOfReplays()).toEqual(before);
  });
});
