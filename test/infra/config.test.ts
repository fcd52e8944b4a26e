import { describe, expect, it } from '@jest/globals';
import { selfServiceTiers, stageFor, stageNamed, stages, tiers } from '../../infra/config.ts';

describe('stageNamed', () => {
  it.each(Object.entries(stages))('finds %s', (name, config) => {
    expect(stageNamed(name)).toBe(config);
  });

  it.each(['', 'Prod', 'toString', '__proto__'])('refuses "%s"', (name) => {
    expect(() => stageNamed(name)).toThrow(`STAGE is ${name}; it must be one of dev, prod`);
  });
});

describe('stages', () => {
  it.each(Object.entries(stages))('are listed under their own name: %s', (name, { stage }) => {
    expect(stage).toBe(name);
    expect(stage).toMatch(/^[a-z0-9]+$/);
  });
});

describe('stages with data to keep', () => {
  it.each(Object.values(stages))('protect that of silos too: $stage', (stage) => {
    expect(stage.protectSilos).toBe(stage.retainData);
  });
});

describe('stageFor', () => {
  it('is dev where nothing is named', () => {
    expect(stageFor(undefined, undefined)).toBe(stages.dev);
    expect(stageFor(undefined, '123456789012')).toBe(stages.dev);
  });

  it('protects silos as prod does, and lets webhooks go to loopback, operators in by a password, and mail out, in a local run alone', () => {
    const local = {
      ...stages.dev,
      operatorsNeedSecondFactor: false,
      protectSilos: true,
      webhookHosts: 'publicAndLoopback',
      mailFrom: 'no-reply@tenant-onboarding.example',
    };

    expect(stageFor(undefined, '000000000000')).toEqual(local);
    expect(stageFor('prod', '000000000000')).toBe(stages.prod);
    expect(Object.values(stages).map(({ webhookHosts }) => webhookHosts)).toEqual([
      'public',
      'public',
    ]);
  });
});

describe('tiers', () => {
  it('are for anybody but where a tenant has resources of its own', () => {
    const silos = Object.values(tiers).filter(({ deployment }) => deployment === 'silo');

    expect(silos.map(({ selfService }) => selfService)).toEqual([false]);
    expect(selfServiceTiers).toEqual(['basic', 'standard', 'premium']);
  });

  it('give platinum resources of its own, and the others shared ones', () => {
    const { basic, standard, premium, platinum } = tiers;

    expect([basic, standard, premium, platinum].map(({ deployment }) => deployment)).toEqual([
      'pool',
      'pool',
      'pool',
      'silo',
    ]);
  });

  it('buy what the product promises, by the day, in bursts and by the second', () => {
    const { basic, standard, premium, platinum } = tiers;
    const limits = [basic, standard, premium, platinum].map((tier) => [
      tier.quotaPerDay,
      tier.burst,
      tier.ratePerSecond,
    ]);

    expect(limits).toEqual([
      [1_000, 50, 50],
      [3_000, 100, 75],
      [5_000, 200, 100],
      [10_000, 300, 300],
    ]);
  });
});
