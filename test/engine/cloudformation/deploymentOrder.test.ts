import { describe, expect, it } from '@jest/globals';
import { inDeploymentOrder } from '../../../engine/cloudformation/deploymentOrder.ts';

describe('inDeploymentOrder', () => {
  it('puts each name after those it needs and leaves the others where they are', () => {
    const needs = new Map([
      ['a', ['c', 'elsewhere']],
      ['b', []],
      ['c', ['b']],
    ]);

    expect(inDeploymentOrder(needs, 'Acme')).toEqual(['b', 'c', 'a']);
  });

  it('names a cycle', () => {
    const needs = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['b']],
    ]);

    expect(() => inDeploymentOrder(needs, 'Acme')).toThrow('Acme: circular dependency b → c → b');
  });
});
