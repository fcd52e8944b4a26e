import { describe, expect, it } from '@jest/globals';
import { quotas, quotasWith } from '../../aws-limits/quotas.ts';

describe('quotasWith', () => {
  it("gives AWS's defaults where nothing was raised", () => {
    const defaults = Object.entries(quotas).map(([name, quota]) => [name, quota.default]);

    expect(quotasWith()).toEqual(Object.fromEntries(defaults));
  });

  it('gives what was raised', () => {
    expect(quotasWith({ appClientsPerPool: 10_000 }).appClientsPerPool).toBe(10_000);
  });

  it('refuses more than AWS grants, naming the quota and its maximum', () => {
    expect(() => quotasWith({ appClientsPerPool: 10_001 })).toThrow(
      'quota appClientsPerPool: 10001 is more than AWS grants: at most 10000 app clients of one user pool',
    );
  });

  it('refuses to raise what AWS never raises', () => {
    expect(() => quotasWith({ cognitoMailsADay: 51 })).toThrow('at most 50');
  });

  it('refuses a quota that it does not know, naming those it knows', () => {
    const unknown = { userPools: 1, cognitoMails: 1 };

    expect(() => quotasWith(unknown)).toThrow('quota cognitoMails: expected one of userPools, ');
  });
});
