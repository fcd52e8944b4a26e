import { runSimulation, runUnsafeSimulation } from '@cloud-copilot/iam-simulate';
import { describe, expect, it } from '@jest/globals';
import { ContextKeys } from '../../../../local/iam/policy/contextKeys.ts';
import { type Applicable, decide } from '../../../../local/iam/policy/decide.ts';
import { type Asked, compilePolicy } from '../../../../local/iam/policy/policy.ts';
import { type PolicyUse, readPolicy } from '../../../../local/iam/policyDocument.ts';
import type { JsonObject } from '../../../../local/json.ts';
import { ACCOUNT, type RandomCase, randomCase, seeded } from './randomRequests.ts';

const CASES = 10_000;

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

const theirs = async (one: RandomCase): Promise<string> => {
  const simulation = {
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
  };
  if (!one.sessionPolicy && !one.resourcePolicy) return runUnsafeSimulation(simulation, {});
  const answer = await runSimulation(simulation, {});
  if (answer.resultType === 'error') throw new Error(JSON.stringify({ answer, one }));
  return answer.overallResult;
};

describe('decide', () => {
  it(`answers ${CASES} generated requests as another simulator does`, async () => {
    const draw = seeded(20260101);
    const answers = { Allowed: 0, ExplicitlyDenied: 0, ImplicitlyDenied: 0 };
    const wrong = [];
    for (let index = 0; index < CASES; index++) {
      const one = randomCase(draw);
      const expected = await theirs(one);
      const answer = ours(one);
      if (answer !== expected) wrong.push({ index, answer, expected, one });
      answers[expected as keyof typeof answers]++;
    }
    console.log(answers, wrong.length);
    for (const w of wrong
      .filter((w) => !(w.one.sessionPolicy && w.one.resourcePolicy))
      .slice(0, 30))
      console.log(JSON.stringify(w));

    expect(wrong.slice(0, 3)).toEqual([]);
  });
});
