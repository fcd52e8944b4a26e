import { describe, expect, it } from '@jest/globals';
import { physicalName } from '../../../engine/cloudformation/physicalName.ts';

describe('physicalName', () => {
  it('is the same each time and another for another resource', () => {
    expect(physicalName('Acme', 'Queue', 80)).toBe(physicalName('Acme', 'Queue', 80));
    expect(physicalName('Acme', 'Queue', 80)).not.toBe(physicalName('Acme', 'Queue2', 80));
    expect(physicalName('Acme', 'Queue', 80)).toMatch(/^Acme-Queue-[A-Z2-7]{8}$/);
  });

  it('keeps apart long names that begin alike', () => {
    const long = 'VeryLongLogicalIdOfSomething'.repeat(4);
    const names = [physicalName('Acme', `${long}1`, 64), physicalName('Acme', `${long}2`, 64)];

    expect(names.map((name) => name.length)).toEqual([64, 64]);
    expect(names[0]).not.toBe(names[1]);
  });
});
