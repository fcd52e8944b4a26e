/** Granted, and used by nothing that runs here: each with the reason why it is granted all the same. */
const unusedHere: Record<string, string> = {
  'TenantAccess dynamodb:UpdateItem': 'one of the five actions that tenants’ sessions are for',
  'IdentityCreateTenan lambda:InvokeFunction': 'used when retries are spent, after three minutes',
  'ProvisioningTasksWr dynamodb:DeleteItem':
    'used when a run finds the route of an earlier one with another app client',
  'ProvisioningTasksDe cognito-idp:DescribeUserPoolClient':
    'used when a client is not listed yet, which the engine lists at once',
  'IdentityCreateTenan cognito-idp:AdminUpdateUserAttributes':
    'used when a change of address was cut off',
  'IdentityReportUserC cognito-idp:AdminUpdateUserAttributes':
    'used when a change of address was cut off',
  'IdentityRemoveTenan cognito-idp:AdminUpdateUserAttributes':
    'used when a change of address was cut off',
  'IdentityFinishRemov cognito-idp:AdminUpdateUserAttributes':
    'used when a change of address was cut off',
  'IdentityFinishRemov events:PutEvents': 'used when a change of address was cut off',
  'ProvisioningOnboard states:DescribeExecution': 'used when a saga runs while the watch looks',
  'logs:CreateLogStream': 'AWS writes functions’ logs with it',
  'logs:PutLogEvents': 'AWS writes functions’ logs with it',
  'logs:CreateLogDelivery': 'Step Functions sets up its logs with it',
  'logs:GetLogDelivery': 'Step Functions sets up its logs with it',
  'logs:UpdateLogDelivery': 'Step Functions sets up its logs with it',
  'logs:DeleteLogDelivery': 'Step Functions sets up its logs with it',
  'logs:ListLogDeliveries': 'Step Functions sets up its logs with it',
  'logs:PutResourcePolicy': 'Step Functions sets up its logs with it',
  'logs:DescribeResourcePolicies': 'Step Functions sets up its logs with it',
  'logs:DescribeLogGroups': 'Step Functions sets up its logs with it',
  'xray:PutTraceSegments': 'traces are written with it',
  'xray:PutTelemetryRecords': 'traces are written with it',
  'xray:GetSamplingRules': 'traces are written with it',
  'xray:GetSamplingTargets': 'traces are written with it',
};

/** Whether a role has an action for one of these reasons. */
export const isUnusedHere = (roleName: string, action: string): boolean =>
  Object.keys(unusedHere).some((known) => {
    const [part = '', of = part] = known.split(' ');
    return of === action && (of === part || roleName.includes(part));
  });
