import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { makingSteps } from '../../services/provisioning/onboarding/madeResource.ts';
import { onboardingSaga } from '../../services/provisioning/onboarding/onboardingSaga.ts';
import { resourcesOf, rowsOf } from '../support/resources.ts';
import { policies } from '../support/statements.ts';

const rows = policies().map(({ id, statements }) => [id, statements] as const);

const onEverything = (statements: (typeof rows)[number][1]) =>
  statements.filter(({ Resource }) => Resource.includes('*')).flatMap(({ Action }) => Action);

/** AWS can narrow no listing of what the saga's steps make. */
const listings = makingSteps(onboardingSaga.steps).flatMap(({ makes: { service, list } }) =>
  list.filter((action) => action.startsWith('List')).map((action) => `${service}:${action}`),
);

const xray = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];

const ofStateMachines = [
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
];

/** Beside X-Ray's, the actions that AWS cannot narrow to a resource: policy's beginning → actions. */
const withoutResource: Record<string, string[]> = {
  ProvisioningTasksCreateIdentityRole: ['cognito-idp:CreateUserPool', 'cognito-idp:ListUserPools'],
  ProvisioningTasksDeleteIdentityRole: ['cognito-idp:ListUserPools'],
  ProvisioningOrphansSweepOrphansRole: ['cognito-idp:ListUserPools', ...listings],
  TenantsProveErasedRole: ['cognito-idp:ListUserPools'],
  TasksDropIdentityRole: ['cognito-idp:ListUserPools'],
  ProvisioningOnboardingStateMachineRole: ofStateMachines,
  OffboardingStateMachineRole: ofStateMachines,
};

const expectedFor = (policy: string) =>
  Object.entries(withoutResource).find(([beginning]) => policy.startsWith(beginning))?.[1] ?? [];

const withFunctions = rows.filter(
  ([id]) => !/^(AppApi|ControlApi)/.test(id) && !id.includes('TenantAccess'),
);

const Trust = z.object({
  AssumeRolePolicyDocument: z.object({
    Statement: z.array(z.object({ Principal: z.record(z.string(), z.json()) })),
  }),
});

describe('every policy', () => {
  it.each(rows)('%s only allows, and names each action in full', (_, statements) => {
    for (const { Effect, Action } of statements) {
      expect(Effect).toBe('Allow');
      expect(Action.filter((action) => action.includes('*'))).toEqual([]);
    }
  });

  it.each(withFunctions)(
    '%s reaches any resource by those actions alone that have none',
    (id, statements) => {
      expect(onEverything(statements).sort()).toEqual([...expectedFor(id), ...xray].sort());
    },
  );

  it.each(rows.filter((row) => !withFunctions.includes(row)))(
    '%s names every resource',
    (_, statements) => {
      expect(onEverything(statements)).toEqual([]);
    },
  );

  it('narrows wildcards over user pools to those for the tenants of its own stage', () => {
    const pools = rows
      .flatMap(([, statements]) => statements)
      .filter(({ Resource }) => JSON.stringify(Resource).includes(':userpool/*'));

    expect(pools).toHaveLength(13);
    for (const { Action, Condition } of pools) {
      const key = Action.includes('cognito-idp:TagResource') ? 'RequestTag' : 'ResourceTag';
      expect(Condition).toMatchObject({
        StringEquals: {
          [`aws:${key}/Product`]: 'tenant-onboarding',
          [`aws:${key}/Stage`]: 'dev',
          [`aws:${key}/Users`]: 'tenants',
        },
      });
    }
  });

  it('lets nobody delete a user pool that is not one tenant’s', () => {
    const deleting = rows
      .flatMap(([, statements]) => statements)
      .filter(({ Action }) => Action.includes('cognito-idp:DeleteUserPool'));

    expect(deleting).toHaveLength(3);
    for (const { Condition } of deleting) {
      expect(Condition).toMatchObject({ Null: { 'aws:ResourceTag/TenantId': 'false' } });
    }
  });
});

describe('every role', () => {
  it.each(rowsOf('AWS::IAM::Role'))(
    '%s has no inline policy, and none of AWS but API Gateway’s log role',
    (id, { Policies, ManagedPolicyArns }) => {
      expect(Policies).toBeUndefined();
      if (!id.includes('CloudWatchRole')) expect(ManagedPolicyArns).toBeUndefined();
    },
  );

  it('is trusted to an AWS service, but for the tenants’ own', () => {
    const others = resourcesOf('AWS::IAM::Role')
      .filter(({ Properties }) =>
        Trust.parse(Properties).AssumeRolePolicyDocument.Statement.some(
          ({ Principal }) => !('Service' in Principal),
        ),
      )
      .map(({ id }) => id);

    expect(others).toEqual([expect.stringMatching(/^TenantsTenantAccessRole/)]);
  });
});
