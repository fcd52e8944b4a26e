import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { refTo, resourcesOf } from './resources.ts';

const manyOf = <T extends z.ZodType>(one: T) =>
  z.union([z.array(one), one.transform((value) => [value])]);

const Statement = z.object({
  Effect: z.string(),
  Action: manyOf(z.string()),
  Resource: manyOf(z.json()),
  Condition: z.json().optional(),
});
export type Statement = z.infer<typeof Statement>;

const Policy = z.object({
  PolicyDocument: z.object({ Statement: z.array(Statement) }),
  Roles: z.array(z.json()),
});

/** Every role's policies. The product has no inline and no managed ones of its own. */
export const policies = () =>
  resourcesOf('AWS::IAM::Policy').map(({ id, Properties }) => {
    const { PolicyDocument, Roles } = Policy.parse(Properties);
    return { id, roles: Roles, statements: PolicyDocument.Statement };
  });

/** What one role may do. */
export const statementsOf = (roleId: string): Statement[] =>
  policies()
    .filter(({ roles }) => roles.some((role) => isDeepStrictEqual(role, refTo(roleId))))
    .flatMap(({ statements }) => statements);
