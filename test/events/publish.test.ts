import { describe, expect, it } from '@jest/globals';
import { EventNotPublished } from '../../events/publishAll.ts';
import { UserCreated } from '../../events/schemas/identity.ts';
import { isTransient } from '../../services/shared/errors.ts';
import { aUserCreated } from '../support/builders.ts';
import { fakeBus } from '../support/fakeBus.ts';

const { metadata } = aUserCreated();
const data = UserCreated.example;
const { version: _version, ...rest } = metadata;
const provenance = { ...rest, causationId: 'cause' };

const refusing = (entry: { ErrorCode?: string; ErrorMessage?: string } = {}) =>
  fakeBus({ FailedEntryCount: 1, Entries: [entry] });

describe('publishOn', () => {
  it('sends one entry under the declared source and type', async () => {
    const bus = fakeBus();

    await bus.publish(UserCreated, provenance, data);

    expect(bus.sent).toEqual([
      {
        EventBusName: 'bus',
        Source: 'identity',
        DetailType: 'UserCreated',
        Time: new Date(provenance.occurredAt),
        detail: { metadata: { ...provenance, version: '1.0' }, data },
      },
    ]);
  });

  it('sends no field that the event does not declare', async () => {
    const bus = fakeBus();
    const leaking = { ...data, apiKey: 'secret' };

    await bus.publish(UserCreated, { ...provenance, ...{ password: 'secret' } }, leaking);

    expect(JSON.stringify(bus.sent)).not.toContain('secret');
  });

  it('throws EventNotPublished when the bus has not taken the entry', async () => {
    const bus = refusing({ ErrorCode: 'InternalFailure', ErrorMessage: 'try later' });

    const publishing = bus.publish(UserCreated, provenance, data);

    await expect(publishing).rejects.toThrow(EventNotPublished);
    await expect(publishing).rejects.toThrow(
      `UserCreated ${provenance.eventId}: InternalFailure try later`,
    );
  });

  it('throws when the answer has no count', async () => {
    const bus = fakeBus({ FailedEntryCount: undefined, Entries: [] });

    await expect(bus.publish(UserCreated, provenance, data)).rejects.toThrow(EventNotPublished);
  });

  it('throws what counts as transient', async () => {
    const error = await refusing()
      .publish(UserCreated, provenance, data)
      .catch((thrown: unknown) => thrown);

    expect(isTransient(error)).toBe(true);
  });

  it.each([
    ['data', { ...data, email: 'not an address' }, provenance],
    ['metadata', data, { ...provenance, eventId: 'not a ULID' }],
  ])('sends nothing when the %s break the schema', async (_part, given, from) => {
    const bus = fakeBus();

    const publishing = bus.publish(UserCreated, from, given);

    await expect(publishing).rejects.toMatchObject({ name: 'ZodError' });
    expect(bus.sent).toEqual([]);
  });
});
