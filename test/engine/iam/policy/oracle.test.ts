import { runSimulation, runUnsafeSimulation, type Simulation } from '@cloud-copilot/iam-simulate';
import { describe, expect, it } from '@jest/globals';
import { ContextKeys } from '../../../../engine/iam/policy/contextKeys.ts';
import { type Applicable, decide } from '../../../../engine/iam/policy/decide.ts';
import { type Asked, compilePolicy } from '../../../../engine/iam/policy/policy.ts';
import { type PolicyUse, readPolicy } from '../../../../engine/iam/policyDocument.ts';
import type { JsonObject } from '../../../../engine/kernel/json.ts';
import { ACCOUNT } from './randomNames.ts';
import { type RandomCase, randomCase } from './randomRequests.ts';
import { seeded } from './seeded.ts';

const CASES = 3_000;
const SEED = 20_260_101;

const compiled = (name: string, document: JsonObject, use: PolicyUse) =>
  compilePolicy(name, readPolicy(JSON.stringify(document), use));

const askedOf = (one: RandomCase): Asked => ({
  action: one.action,
  resource: one.resource,
  keys: new ContextKeys(one.context),
  subject: one.service
    ? { kind: 'service', service: one.service }
    : { kind: 'role', accountId: ACCOUNT, roleArn: one.role, sessionArn: one.session },
});

const applicableOf = (one: RandomCase): Applicable => ({
  identity: one.identity.map((document, index) => compiled(`${index}`, document, 'identity')),
  session: one.sessionPolicy && compiled('session', one.sessionPolicy, 'identity'),
  resource: one.resourcePolicy && compiled('resource', one.resourcePolicy, 'resource'),
  isTrust: false,
});

const ours = (one: RandomCase): string => {
  const verdict = decide(askedOf(one), applicableOf(one));
  if (verdict.allowed) return 'Allowed';
  return verdict.explicit ? 'ExplicitlyDenied' : 'ImplicitlyDenied';
};

const simulationOf = (one: RandomCase): Simulation => ({
  request: {
    principal: one.service ?? one.session,
    action: one.action,
    resource: { resource: one.resource, accountId: ACCOUNT },
    contextVariables: one.context,
  },
  identityPolicies: one.identity.map((policy, index) => ({ name: `${index}`, policy })),
  serviceControlPolicies: [],
  resourceControlPolicies: [],
  ...(one.sessionPolicy && { sessionPolicy: one.sessionPolicy }),
  ...(one.resourcePolicy && { resourcePolicy: one.resourcePolicy }),
});

/** Its unchecked form is much faster, but takes identity policies only. */
const theirs = async (one: RandomCase): Promise<string> => {
  const simulation = simulationOf(one);
  if (!one.sessionPolicy && !one.resourcePolicy) return runUnsafeSimulation(simulation, {});
  const answer = await runSimulation(simulation, {});
  if (answer.resultType === 'error') throw new Error(JSON.stringify(answer.errors));
  return answer.overallResult;
};

/**
 * What is not generated, because the other simulator differs from AWS's documentation:
 * - a resource policy that names a session (or everybody) while that session has a policy of its own:
 *   AWS does not bound such a grant by the session policy;
 * - policies of version 2008-10-17, whose variables it fills in;
 * - `${*}`, `${?}`, `${$}` in StringEquals, which it takes for themselves;
 * - IPv6 addresses against IPv4 ranges, where it finds neither IpAddress nor NotIpAddress true;
 * - dates as epoch seconds, which it takes for milliseconds;
 * - NotResource with a short ARN, which it does not negate.
 * condition.test.ts and decide.test.ts have these as cases of their own.
 */
describe('decide', () => {
  it(`answers ${CASES} generated requests as another simulator does`, async () => {
    const draw = seeded(SEED);
    const answers = new Map<string, number>();
    const different = [];
    for (let index = 0; index < CASES; index += 1) {
      const one = randomCase(draw);
      const expected = await theirs(one);
      const answer = ours(one);
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
      if (answer !== expected) different.push({ index, answer, expected, one });
    }

    expect(different).toEqual([]);
    expect(Math.min(...answers.values())).toBeGreaterThan(CASES / 20);
    expect(answers.size).toBe(3);
  });
});
