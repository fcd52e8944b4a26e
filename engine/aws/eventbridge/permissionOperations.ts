import { z } from 'zod';
import { AwsError } from '../../endpoint/errors.ts';
import { operation } from '../../endpoint/service.ts';
import { JsonObject, parseJsonObject } from '../../kernel/json.ts';
import type { EventBus } from './eventBus.ts';
import type { Parts } from './parts.ts';

const PutPermission = z.strictObject({
  EventBusName: z.string().optional(),
  Action: z.literal('events:PutEvents').optional(),
  Principal: z.string().optional(),
  StatementId: z.string().optional(),
  Condition: z.strictObject({ Type: z.string(), Key: z.string(), Value: z.string() }).optional(),
  /** The whole policy, in place of the other fields. */
  Policy: z.string().optional(),
});
type PutPermission = z.infer<typeof PutPermission>;

const RemovePermission = z.strictObject({
  EventBusName: z.string().optional(),
  StatementId: z.string().optional(),
  RemoveAllPermissions: z.boolean().default(false),
});

const Statement: z.ZodType<JsonObject> = JsonObject;
const Policy = z.looseObject({ Version: z.string(), Statement: z.array(Statement) });
type Policy = z.infer<typeof Policy>;

const policyOf = (bus: EventBus): Policy =>
  bus.policy === undefined
    ? { Version: '2012-10-17', Statement: [] }
    : Policy.parse(JSON.parse(bus.policy));

const withoutStatement = (policy: Policy, id: string | undefined) =>
  policy.Statement.filter((statement) => statement['Sid'] !== id);

const statementOf = (input: PutPermission, resource: string): JsonObject => {
  const { StatementId: sid, Principal: principal, Action: action, Condition: condition } = input;
  if (!sid || !principal || !action) {
    throw new AwsError(
      'ValidationException',
      'Parameters Action, Principal and StatementId must be specified when Policy is not.',
    );
  }
  return {
    Sid: sid,
    Effect: 'Allow',
    Principal: principal === '*' ? '*' : { AWS: `arn:aws:iam::${principal}:root` },
    Action: action,
    Resource: resource,
    ...(condition && { Condition: { [condition.Type]: { [condition.Key]: condition.Value } } }),
  };
};

const given = (text: string): Policy => {
  try {
    return Policy.parse(parseJsonObject(text));
  } catch (cause) {
    throw new AwsError('ValidationException', `Parameter Policy is not valid: ${String(cause)}`);
  }
};

const permitted = (input: PutPermission, bus: EventBus, resource: string): Policy => {
  if (input.Policy !== undefined) return given(input.Policy);
  const policy = policyOf(bus);
  const others = withoutStatement(policy, input.StatementId);
  return { ...policy, Statement: [...others, statementOf(input, resource)] };
};

const forbidden = (input: z.infer<typeof RemovePermission>, bus: EventBus): Policy => {
  const policy = policyOf(bus);
  if (input.RemoveAllPermissions) return { ...policy, Statement: [] };
  const others = withoutStatement(policy, input.StatementId);
  if (others.length < policy.Statement.length) return { ...policy, Statement: others };
  throw new AwsError('ResourceNotFoundException', 'Statement with the provided id does not exist.');
};

/** A bus's resource policy. */
export const permissionOperations = (parts: Parts) => {
  const { buses, turns, engine } = parts;
  const change = (name: string, edit: (bus: EventBus) => Policy): Promise<JsonObject> =>
    turns.take(name, async () => {
      const { policy: _, ...bus } = await buses.need(name);
      const policy = edit(await buses.need(name));
      const kept = policy.Statement.length > 0 ? { policy: JSON.stringify(policy) } : {};
      await buses.put(name, { ...bus, ...kept, modifiedAt: engine.clock.now() });
      return {};
    });
  return {
    PutPermission: operation(PutPermission, (input) => {
      const name = buses.nameOf(input.EventBusName);
      return change(name, (bus) => permitted(input, bus, buses.arnOf(name)));
    }),
    RemovePermission: operation(RemovePermission, (input) =>
      change(buses.nameOf(input.EventBusName), (bus) => forbidden(input, bus)),
    ),
  };
};
