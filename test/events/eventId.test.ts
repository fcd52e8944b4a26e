import { describe, expect, it } from '@jest/globals';
import { derivedEventId } from '../../events/eventId.ts';

const at = new Date('2026-01-05T09:30:00.000Z');

describe('derivedEventId', () => {
  it('is a ULID', () => {
    const id = derivedEventId(at, 'cause', 'TenantProvisioned');

    expect(id).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  });

  it('is the same for the same time, cause and event', () => {
    const ids = [1, 2].map(() => derivedEventId(new Date(at), 'cause', 'TenantProvisioned'));

    expect(new Set(ids).size).toBe(1);
  });

  it.each([
    ['event type', derivedEventId(at, 'cause', 'UserCreated')],
    ['cause', derivedEventId(at, 'another', 'TenantProvisioned')],
    ['time', derivedEventId(new Date(at.getTime() + 1), 'cause', 'TenantProvisioned')],
  ])('differs by %s', (_what, other) => {
    expect(other).not.toBe(derivedEventId(at, 'cause', 'TenantProvisioned'));
  });

  it('keeps cause and event type apart', () => {
    expect(derivedEventId(at, 'AB', 'C')).not.toBe(derivedEventId(at, 'B', 'CA'));
  });

  it('orders events by their time, whatever their cause', () => {
    const ids = Array.from({ length: 50 }, (_, second) =>
      derivedEventId(
        new Date(at.getTime() + second * 1_000),
        `cause ${50 - second}`,
        'UserCreated',
      ),
    );

    expect([...ids].sort()).toEqual(ids);
  });
});
