import type { ManagedPolicy } from './managedPolicy.ts';

const ACTIONS_BY_POLICY: Readonly<Record<string, readonly string[]>> = {
  'service-role/AWSLambdaBasicExecutionRole': [
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ],
  'service-role/AmazonAPIGatewayPushToCloudWatchLogs': [
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:DescribeLogGroups',
    'logs:DescribeLogStreams',
    'logs:PutLogEvents',
    'logs:GetLogEvents',
    'logs:FilterLogEvents',
  ],
  AWSXRayDaemonWriteAccess: [
    'xray:PutTraceSegments',
    'xray:PutTelemetryRecords',
    'xray:GetSamplingRules',
    'xray:GetSamplingTargets',
    'xray:GetSamplingStatisticSummaries',
  ],
};

const policy = (path: string, actions: readonly string[]): ManagedPolicy => {
  const arn = `arn:aws:iam::aws:policy/${path}`;
  const name = path.split('/').at(-1) ?? path;
  const document = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
  });
  return {
    name,
    id: `ANPA${name.toUpperCase().slice(0, 17)}`,
    path: `/${path.slice(0, -name.length)}`,
    arn,
    createdAt: 0,
    updatedAt: 0,
    tags: [],
    defaultVersion: 'v1',
    nextVersion: 2,
    versions: [{ id: 'v1', document, createdAt: 0 }],
  };
};

/** AWS's own managed policies that CDK gives to roles, by ARN; all allow actions on any resource. */
export const awsManagedPolicies: ReadonlyMap<string, ManagedPolicy> = new Map(
  Object.entries(ACTIONS_BY_POLICY)
    .map(([path, actions]) => policy(path, actions))
    .map((managed) => [managed.arn, managed]),
);
