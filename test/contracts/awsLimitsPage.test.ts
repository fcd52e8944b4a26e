import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { quotas } from '../../aws-limits/quotas.ts';
import { awsLimitsPage } from '../../contracts/awsLimitsPage.ts';

describe('awsLimitsPage', () => {
  it('is docs/aws-limits.md as it is checked in', () => {
    expect(readFileSync('docs/aws-limits.md', 'utf8')).toBe(awsLimitsPage());
  });

  it.each([
    '| API Gateway | all management calls |  | 10 a second | 40 | [AWS](https://docs.aws.amazon.com/',
    '| API Gateway | CreateApiKey |  | 5 a second | 5, assumed | [AWS](',
    '| API Gateway | UpdateUsagePlan |  | 1 in 20 seconds | 1, assumed | [AWS](',
    'a second for one user pool | 15, assumed | [AWS, 2021 to 2023](',
    '| Step Functions | StartExecution |  | 150 a second | 800 | [AWS, 2021 to 2023](',
  ])('tells %s', (row) => {
    expect(awsLimitsPage()).toContain(row);
  });

  it.each(Object.entries(quotas))('tells the quota %s', (name, quota) => {
    const start = `| \`${name}\` | ${quota.service} | ${quota.of} | ${quota.default.toLocaleString('en-US')} |`;

    expect(awsLimitsPage()).toContain(start);
  });
});
