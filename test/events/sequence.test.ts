import { describe, expect, it } from '@jest/globals';
import {
  BEGINNING,
  joinedAt,
  movedAt,
  sequenceOf,
  statusChangedAt,
} from '../../events/sequence.ts';

describe('sequenceOf', () => {
  it('puts what one run of a saga says in the order of causes, and a later run after it', () => {
    const facts = [0, 1, 2].flatMap((run) =>
      (['queued', 'provisioned', 'failed'] as const).map((fact) => sequenceOf(run, fact)),
    );

    expect([BEGINNING, ...facts]).toEqual(
      [...new Set([BEGINNING, ...facts])].sort((a, b) => a - b),
    );
  });

  it('puts the first user between the tenant and the failure of its first admin', () => {
    const provisioned = sequenceOf(3, 'provisioned');

    expect(joinedAt(provisioned)).toBeGreaterThan(provisioned);
    expect(joinedAt(provisioned)).toBeLessThan(sequenceOf(3, 'failed'));
  });
});

describe('statusChangedAt', () => {
  it('puts the first change after all that the run says which made the tenant, and each next one after it', () => {
    const first = statusChangedAt(sequenceOf(3, 'provisioned'));
    const second = statusChangedAt(sequenceOf(3, 'provisioned'), first);

    expect([first, second]).toEqual([sequenceOf(3, 'failed') + 1, sequenceOf(3, 'failed') + 2]);
  });
});

describe('movedAt', () => {
  it('puts each move of a user after its joining, and the next joining after the move', () => {
    const told = [joinedAt(2), movedAt(2, 1), joinedAt(2, 1), movedAt(2, 2), joinedAt(2, 2)];

    expect(told).toEqual([...new Set(told)].sort((a, b) => a - b));
  });
});
