/** What a session may do in its tenant's table, in DynamoDB's own words. */
export type TableAction = 'GetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'Query';

/** All that the tenant-access role admits. */
export const everything: readonly TableAction[] = [
  'GetItem',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'Query',
];

/**
 * A session policy that leaves only these actions on this one table. It can narrow what the
 * tenant-access role's own policy admits, and never widen it.
 */
export const sessionPolicy = (tableArn: string, actions: readonly TableAction[]) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: actions.map((action) => `dynamodb:${action}`),
      Resource: tableArn,
    },
  ],
});

/** The ARN of a table beside a role: same partition and account. */
export const tableArnBeside = (roleArn: string, region: string, tableName: string): string => {
  const [, partition, , , account] = roleArn.split(':');
  return `arn:${partition}:dynamodb:${region}:${account}:table/${tableName}`;
};
