import { z } from 'zod';
import { unlessAbsent } from '../absence.ts';
import { given, without } from '../properties.ts';
import { type Actions, provide, type ResourceContext } from '../provider.ts';
import { LambdaFunction, lambdaFunction } from './lambdaFunction.ts';
import { SourceMapping, sourceMapping } from './sourceMapping.ts';

const LONGEST_STATEMENT_ID = 100;

const Permission = z.strictObject({
  FunctionName: z.string(),
  Action: z.string(),
  Principal: z.string(),
  EventSourceToken: given,
  FunctionUrlAuthType: given,
  PrincipalOrgID: given,
  SourceAccount: given,
  SourceArn: given,
});
type Permission = z.infer<typeof Permission>;

const removePermission = async (FunctionName: string, { call, name }: ResourceContext) => {
  const StatementId = name(LONGEST_STATEMENT_ID);
  await unlessAbsent(() => call('lambda', 'RemovePermission', { FunctionName, StatementId }));
};

/** A statement is replaced by removing it first, which also makes `create` repeatable. */
const permission: Actions<Permission> = {
  async create(properties, context) {
    const StatementId = context.name(LONGEST_STATEMENT_ID);
    await removePermission(properties.FunctionName, context);
    await context.call('lambda', 'AddPermission', { ...without(properties), StatementId });
    return { physicalId: StatementId, attributes: { Id: StatementId } };
  },
  async update(properties, existing, context) {
    await removePermission(existing.properties.FunctionName, context);
    return permission.create(properties, context);
  },
  delete: ({ properties }, context) => removePermission(properties.FunctionName, context),
};

const EventInvokeConfig = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.string(),
  DestinationConfig: given,
  MaximumEventAgeInSeconds: given,
  MaximumRetryAttempts: given,
});

const eventInvokeConfig: Actions<z.infer<typeof EventInvokeConfig>> = {
  async create(properties, { call }) {
    await call('lambda', 'PutFunctionEventInvokeConfig', without(properties));
    const { FunctionName, Qualifier } = properties;
    return { physicalId: `${FunctionName}|${Qualifier}`, attributes: {} };
  },
  update: (properties, _existing, context) => eventInvokeConfig.create(properties, context),
  async delete({ properties }, { call }) {
    const { FunctionName, Qualifier } = properties;
    await call('lambda', 'DeleteFunctionEventInvokeConfig', { FunctionName, Qualifier });
  },
};

/** Functions, who may invoke them, and what becomes of events and messages for them. */
export const lambdaResources = {
  'AWS::Lambda::EventInvokeConfig': provide(EventInvokeConfig, eventInvokeConfig),
  'AWS::Lambda::EventSourceMapping': provide(SourceMapping, sourceMapping),
  'AWS::Lambda::Function': provide(LambdaFunction, lambdaFunction),
  'AWS::Lambda::Permission': provide(Permission, permission),
};
