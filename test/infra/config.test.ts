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

const wanted = (given: Partial<Parameters<typeof stageFor>[0]>) =>
  stageFor({ name: undefined, account: undefined, mailFrom: undefined, ...given });

describe('stageFor', () => {
  it('refuses a stage for customers that has no sender of mail, and says why', () => {
    expect(() => wanted({ name: 'prod' })).toThrow(
      'STAGE=prod needs MAIL_FROM, an address that SES may send from',
    );
  });

  it('is dev with a sender where one is named', () => {
    const mailFrom = 'us@acme.example';

    expect(wanted({ mailFrom })).toEqual({ ...stages.dev, mailFrom });
  });

  it('is dev where nothing is named', () => {
    expect(wanted({})).toBe(stages.dev);
    expect(wanted({ account: '123456789012' })).toBe(stages.dev);
  });

  it('protects silos as prod does, and lets webhooks go to loopback, operators in by a password, and mail out, in a local run alone', () => {
    const local = {
      ...stages.dev,
      operatorsNeedSecondFactor: false,
      protectSilos: true,
      webhookHosts: 'publicAndLoopback',
      mailFrom: 'no-reply@tenant-onboarding.example',
    };

    expect(wanted({ account: '000000000000' })).toEqual(local);
    expect(wanted({ name: 'prod', account: '000000000000', mailFrom: 'us@acme.example' })).toEqual({
      ...stages.prod,
      mailFrom: 'us@acme.example',
    });
    expect(Object.values(stages).map(({ webhookHosts }) => webhookHosts)).toEqual([
      'public',
      'public',
    ]);
  });
});

describe('tiers', () => {
  it('are for anybody but where a tenant has resources of its own', () => {
    const silos = Object.values(tiers).filter(({ deployment }) => deployment === 'silo');

    expect(silos.filter(({ selfService }) => selfService)).toEqual([]);
    expect(silos).not.toEqual([]);
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
