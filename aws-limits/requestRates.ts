import { cognitoRates } from './cognitoRates.ts';
import type { RequestRate } from './requestRate.ts';
import {
  apiGatewayQuotas,
  eventBridgeQuotas,
  lambdaQuotas,
  oneUsagePlanKey,
  type Source,
  sesFirstGrant,
  ssmQuotas,
  stepFunctionsQuotas,
  stsQuotas,
} from './sources.ts';

/** A row for each single operation: calls a second, and the size of the bucket where AWS tells it. */
const each = (
  service: string,
  source: Source,
  rows: Readonly<Record<string, readonly [perSecond: number, burst?: number]>>,
): RequestRate[] =>
  Object.entries(rows).map(([name, [perSecond, burst]]) => ({
    service,
    name,
    operations: [name],
    perSecond,
    ...(burst !== undefined && { burst }),
    source,
  }));

/** "Can't be increased." Each management call counts for the total too. */
const apiGatewayRates: readonly RequestRate[] = [
  {
    service: 'apigateway',
    name: 'all management calls',
    operations: { allBut: [] },
    perSecond: 10,
    burst: 40,
    source: apiGatewayQuotas,
  },
  ...each('apigateway', apiGatewayQuotas, {
    CreateApiKey: [5],
    DeleteApiKey: [5],
    CreateDeployment: [1 / 5],
    CreateResource: [5],
    DeleteResource: [5],
    GetResources: [5 / 2, 5],
    CreateRestApi: [1 / 3],
    DeleteRestApi: [1 / 30],
    UpdateAccount: [1 / 20],
    UpdateUsagePlan: [1 / 20],
  }),
];

/** The lowest of all Regions. */
const stepFunctionsRates = each('states', stepFunctionsQuotas, {
  StartExecution: [150, 800],
  StopExecution: [25, 500],
  DescribeExecution: [10, 250],
  GetExecutionHistory: [20, 400],
  ListExecutions: [2, 100],
  DescribeStateMachine: [20, 200],
  CreateStateMachine: [1, 100],
  UpdateStateMachine: [1, 100],
  DeleteStateMachine: [1, 100],
});

/** The lowest of all Regions. */
const eventBridgeRates: readonly RequestRate[] = [
  ...each('events', eventBridgeQuotas, { PutEvents: [400] }),
  {
    service: 'events',
    name: 'all other calls',
    operations: { allBut: ['PutEvents'] },
    perSecond: 50,
    source: eventBridgeQuotas,
  },
];

const lambdaRates: readonly RequestRate[] = [
  ...each('lambda', lambdaQuotas, { GetFunction: [100], GetPolicy: [15] }),
  {
    service: 'lambda',
    name: 'all other management calls',
    operations: { allBut: ['GetFunction', 'GetPolicy', 'Invoke'] },
    perSecond: 15,
    source: lambdaQuotas,
  },
];

/** AWS's request rates, as far as AWS tells them for what the engine has. */
export const requestRates: readonly RequestRate[] = [
  ...apiGatewayRates,
  ...cognitoRates,
  ...stepFunctionsRates,
  ...eventBridgeRates,
  ...lambdaRates,
  // Services that assume roles for an account do not use this up.
  ...each('sts', stsQuotas, { AssumeRole: [600] }),
  ...each('ssm', ssmQuotas, { GetParameter: [40] }),
  ...each('ses', sesFirstGrant, { SendEmail: [14] }),
];

/**
 * The one operation that runs once at a time in an account and Region. How long AWS keeps others out is not known:
 * Support speaks of calls "in a time difference of lesser than a second", of which this is a part. The first
 * deployment is to measure it.
 */
export const oneAtATime = {
  service: 'apigateway',
  operation: 'CreateUsagePlanKey',
  milliseconds: 150,
  source: oneUsagePlanKey,
} as const;
