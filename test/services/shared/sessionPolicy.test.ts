import { describe, expect, it } from '@jest/globals';
import {
  everything,
  sessionPolicy,
  tableArnBeside,
} from '../../../services/shared/tenantAccess/sessionPolicy.ts';

const tableArn = 'arn:aws:dynamodb:us-east-1:000000000000:table/pooled';

describe('sessionPolicy', () => {
  it('allows these actions on this one table, and nothing else', () => {
    expect(sessionPolicy(tableArn, ['GetItem', 'Query'])).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['dynamodb:GetItem', 'dynamodb:Query'],
          Resource: tableArn,
        },
      ],
    });
  });

  it('fits what STS takes, with every action and the longest name of a table', () => {
    const longest = tableArnBeside(
      'arn:aws-us-gov:iam::000000000000:role/x',
      'ap-southeast-1',
      't'.repeat(255),
    );

    expect(JSON.stringify(sessionPolicy(longest, everything)).length).toBeLessThan(2_048);
  });
});

describe('tableArnBeside', () => {
  it.each([
    ['arn:aws:iam::000000000000:role/access', 'us-east-1', tableArn],
    [
      'arn:aws-cn:iam::111111111111:role/path/access',
      'cn-north-1',
      'arn:aws-cn:dynamodb:cn-north-1:111111111111:table/pooled',
    ],
  ])('names a table in the account and partition of %s', (roleArn, region, expected) => {
    expect(tableArnBeside(roleArn, region, 'pooled')).toBe(expected);
  });
});
