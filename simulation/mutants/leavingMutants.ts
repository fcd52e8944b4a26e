import { edit, identity, type Mutant, offboarding, onboarding, registration } from './mutant.ts';

/** How a tenant leaves: each of these leaves something of it, or has it come back. */
export const leavingMutants: readonly Mutant[] = [
  edit('leaving: the rows of one shard alone are erased', offboarding('tenantShards'), [
    'Array.from({ length: SHARDS }',
    'Array.from({ length: 1 }',
  ]),
  edit('leaving: the value of the API key is kept', offboarding('dropApiKey'), [
    'await forget({ tenantId, owner });',
    'await Promise.resolve(forget.length);',
  ]),
  edit('leaving: the name is not given back', offboarding('dropRoute'), [
    'await claims.release({ tenantId, tenantName: route.tenantName, owner });',
    'await Promise.resolve(route.tenantName);',
  ]),
  edit('leaving: an onboarding is replayed for who has left', onboarding('onboardingReplay'), [
    'return (await hasEnded(tenantId))',
    'return (await hasEnded(tenantId.toUpperCase()))',
  ]),
  edit('leaving: the people stay', identity('leavingUsers'), [
    'await removeCandidates(ports, { members, joinings });',
    'await removeCandidates(ports, { members: [], joinings });',
  ]),
  edit('leaving: the registration keeps what it knows', registration('leavingRegistration'), [
    'if (names.length > 0) await documents.send(scrubbing(',
    'if (names.length < 0) await documents.send(scrubbing(',
  ]),
];
