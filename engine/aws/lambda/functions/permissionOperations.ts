import { z } from 'zod';
import { type Operation, operation } from '../../../endpoint/service.ts';
import type { Engine } from '../../../engine.ts';
import { JsonObject } from '../../../kernel/json.ts';
import type { Collection } from '../../../kernel/store.ts';
import type { Turns } from '../../../kernel/turns.ts';
import { conflict, notFound } from '../refusals.ts';
import { functionNameOf } from './functionName.ts';
import type { FunctionStore } from './functionStore.ts';

const Permission = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.string().optional(),
  StatementId: z.string().regex(/^[\w-]{1,100}$/),
  Action: z.string().regex(/^(lambda:[*]|lambda:[a-zA-Z]+|[*])$/),
  Principal: z.string().min(1),
  SourceArn: z.string().optional(),
  SourceAccount: z.string().optional(),
  PrincipalOrgID: z.string().optional(),
  EventSourceToken: z.string().optional(),
});
type Permission = z.infer<typeof Permission>;

const StatementReference = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.string().optional(),
  StatementId: z.string(),
});

const PolicyReference = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.string().optional(),
});

const KEY_SEPARATOR = '\u0001';

/** Statements of resource policies, each under its function's name and its own id. */
export const statementsIn = (engine: Engine): Collection<JsonObject> =>
  engine.store.collection('lambda.policyStatements', JsonObject);

/** What the keys of one function's statements begin with. */
export const statementPrefix = (functionName: string): string => functionName + KEY_SEPARATOR;

const principalOf = (principal: string): JsonObject | string => {
  if (principal === '*') return '*';
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  return principal.startsWith('arn:') ? { AWS: principal } : { Service: principal };
};

const conditionOf = (input: Permission): JsonObject => {
  const equals = Object.entries({
    'AWS:SourceAccount': input.SourceAccount,
    'aws:PrincipalOrgID': input.PrincipalOrgID,
    'lambda:EventSourceToken': input.EventSourceToken,
  }).filter(([, value]) => value !== undefined);
  return {
    ...(equals.length > 0 && { StringEquals: Object.fromEntries(equals) }),
    ...(input.SourceArn !== undefined && { ArnLike: { 'AWS:SourceArn': input.SourceArn } }),
  };
};

const statementOf = (input: Permission, resource: string): JsonObject => {
  const condition = conditionOf(input);
  return {
    Sid: input.StatementId,
    Effect: 'Allow',
    Principal: principalOf(input.Principal),
    Action: input.Action,
    Resource: resource,
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
};

/** AddPermission, RemovePermission and GetPolicy: a function's resource policy. */
export const permissionOperations = (
  engine: Engine,
  parts: { functions: FunctionStore; turns: Turns },
): Record<string, Operation> => {
  const statements = statementsIn(engine);
  const found = async (input: z.infer<typeof PolicyReference>) => {
    const fn = await parts.functions.get(
      functionNameOf(engine, input.FunctionName, input.Qualifier),
    );
    return { fn, prefix: statementPrefix(fn.configuration.FunctionName) };
  };
  return {
    AddPermission: operation(Permission, async (input) => {
      const { fn, prefix } = await found(input);
      const key = prefix + input.StatementId;
      return parts.turns.take(key, async () => {
        if (await statements.get(key)) {
          throw conflict(
            `The statement id (${input.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
          );
        }
        const statement = statementOf(input, fn.configuration.FunctionArn);
        await statements.put(key, statement);
        return { Statement: JSON.stringify(statement) };
      });
    }),
    RemovePermission: operation(StatementReference, async (input) => {
      const { prefix } = await found(input);
      const key = prefix + input.StatementId;
      if (!(await statements.get(key))) {
        throw notFound(`Statement ${input.StatementId} is not found in resource policy.`);
      }
      await statements.delete(key);
      return {};
    }),
    GetPolicy: operation(PolicyReference, async (input) => {
      const { fn, prefix } = await found(input);
      const kept = await statements.list({ prefix });
      if (kept.length === 0) throw notFound('The resource you requested does not exist.');
      const Statement = kept.map((entry) => entry.value);
      const policy = { Version: '2012-10-17', Id: 'default', Statement };
      return { Policy: JSON.stringify(policy), RevisionId: fn.configuration.RevisionId };
    }),
  };
};
