import { z } from 'zod';
import { type Operation, operation } from '../../endpoint/service.ts';
import { Paging, PolicyArn, RoleName } from './fields.ts';
import { limitExceeded, noSuchEntity } from './iamErrors.ts';
import { pageOf, sorted } from './page.ts';
import type { IamState } from './state.ts';

/** AWS's quota. */
const MOST_PER_ROLE = 10;

const Attachment = z.object({ RoleName, PolicyArn });

const attachRolePolicy = (state: IamState): Operation =>
  operation(Attachment, async (input) => {
    await state.changeRole(input.RoleName, async (role) => {
      await state.policy(input.PolicyArn);
      const attachedPolicies = sorted(new Set([...role.attachedPolicies, input.PolicyArn]));
      if (attachedPolicies.length > MOST_PER_ROLE) {
        throw limitExceeded(`Cannot exceed quota for PoliciesPerRole: ${MOST_PER_ROLE}`);
      }
      return { ...role, attachedPolicies };
    });
    return {};
  });

const detachRolePolicy = (state: IamState): Operation =>
  operation(Attachment, async (input) => {
    await state.changeRole(input.RoleName, (role) => {
      const attachedPolicies = role.attachedPolicies.filter((arn) => arn !== input.PolicyArn);
      if (attachedPolicies.length === role.attachedPolicies.length) {
        throw noSuchEntity(`Policy ${input.PolicyArn} was not found.`);
      }
      return { ...role, attachedPolicies };
    });
    return {};
  });

const listAttachedRolePolicies = (state: IamState): Operation =>
  operation(
    z.object({ RoleName, PathPrefix: z.string().default('/'), ...Paging }),
    async (input) => {
      const role = await state.role(input.RoleName);
      const policies = await Promise.all(role.attachedPolicies.map((arn) => state.policy(arn)));
      const under = policies.filter((policy) => policy.path.startsWith(input.PathPrefix));
      const { items, more } = pageOf(under, (policy) => policy.arn, input);
      const attached = items.map(({ name, arn }) => ({ PolicyName: name, PolicyArn: arn }));
      return { AttachedPolicies: attached, ...more };
    },
  );

/** Which managed policies a role has. */
export const attachmentOperations = (state: IamState) => ({
  AttachRolePolicy: attachRolePolicy(state),
  DetachRolePolicy: detachRolePolicy(state),
  ListAttachedRolePolicies: listAttachedRolePolicies(state),
});
