import { describe, expect, it } from '@jest/globals';
import type { Member, Membership } from '../../../../services/identity/member.ts';
import type { Address } from '../../../../services/identity/person.ts';
import {
  type AdmissionPorts,
  admitMember,
  TokenRequest,
} from '../../../../services/identity/signIn/admitMember.ts';
import { aMember, aRoute, aTenantId } from '../../../support/builders.ts';

const ada = aMember(1);
const { username, tenantId, userPoolId } = ada;

/** What Cognito asks before it writes a token. */
const aRequest = ({ pool = userPoolId, clientId = 'client1', sub = username } = {}) =>
  TokenRequest.parse({
    version: '1',
    triggerSource: 'TokenGeneration_Authentication',
    userPoolId: pool,
    callerContext: { clientId, awsSdkVersion: 'x' },
    request: {
      userAttributes: { sub, 'custom:tenantId': aTenantId(9), 'custom:userRole': 'SystemAdmin' },
    },
    response: { claimsOverrideDetails: null },
  });

const setUp = (member: Member | undefined = ada, status: 'active' | 'inactive' = 'active') => {
  const marked: Membership[] = [];
  const ended: Address[] = [];
  const ports: AdmissionPorts = {
    ownerOf: async (appClientId) =>
      appClientId === 'client1' ? { clientOf: tenantId, userPoolId } : undefined,
    routeOf: async (id) => (id === tenantId ? aRoute(1, { status }) : undefined),
    member: async (id) =>
      id.tenantId === member?.tenantId && id.username === member.username ? member : undefined,
    async endInvitation(address) {
      ended.push(address);
    },
    async markJoined(membership) {
      marked.push(membership);
    },
  };
  return { run: admitMember(ports), marked, ended, ports };
};

describe('admitMember', () => {
  it.each(['TenantAdmin', 'TenantUser'] as const)(
    'writes into a %s’s token which tenant it enters, and as what',
    async (role) => {
      const { run } = setUp({ ...ada, role });
      const request = aRequest();

      expect(await run(request)).toEqual({
        ...request,
        response: {
          claimsOverrideDetails: {
            claimsToAddOrOverride: { 'custom:tenantId': tenantId, 'custom:userRole': role },
          },
        },
      });
    },
  );

  it.each([
    ['who is disabled', { ...ada, enabled: false }, {}],
    ['who is leaving', { ...ada, leaving: true }, {}],
    ['who is no member', { ...ada, tenantId: aTenantId(2) }, {}],
    ['of another name', ada, { sub: 'somebody' }],
    ['by a client that is no tenant’s', ada, { clientId: 'client9' }],
    ['of another pool than the client’s', ada, { pool: 'us-east-1_silo' }],
  ])('refuses somebody %s, in the same words', async (_what, member, asked) => {
    const { run, marked } = setUp({ ...member, joined: false });

    await expect(run(aRequest(asked))).rejects.toThrow('you are not a member here');
    expect(marked).toEqual([]);
  });

  it('refuses a member whose tenant is inactive, and says so', async () => {
    const { run, marked } = setUp({ ...ada, joined: false }, 'inactive');

    await expect(run(aRequest())).rejects.toThrow('your tenant is suspended');
    expect(marked).toEqual([]);
  });

  it('does not say to strangers that a tenant is inactive', async () => {
    const { run } = setUp({ ...ada, enabled: false }, 'inactive');

    await expect(run(aRequest())).rejects.toThrow('you are not a member here');
  });

  it('notes that a member has signed in, the first time', async () => {
    const { run, marked, ended } = setUp({ ...ada, joined: false });

    await run(aRequest());

    expect(ended).toMatchObject([{ userPoolId, email: ada.email }]);
    expect(marked).toMatchObject([{ tenantId, username, membershipId: ada.membershipId }]);
  });

  it('writes nothing when the member has signed in before', async () => {
    const { run, marked, ended } = setUp();

    await run(aRequest());

    expect([...marked, ...ended]).toEqual([]);
  });

  it('lets nobody in whose membership ends at this moment', async () => {
    const { ports } = setUp({ ...ada, joined: false });
    const markJoined = () => Promise.reject(new Error('it is another’s'));

    await expect(admitMember({ ...ports, markJoined })(aRequest())).rejects.toThrow();
  });
});
