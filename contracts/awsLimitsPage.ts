import { type Quota, quotas } from '../aws-limits/quotas.ts';
import { burstOf, type RequestRate } from '../aws-limits/requestRate.ts';
import { oneAtATime, requestRates } from '../aws-limits/requestRates.ts';
import type { Source } from '../aws-limits/sources.ts';
import { markdownTable } from '../events/generator/markdownTable.ts';
import { serviceName } from './serviceNames.ts';

const whole = (count: number): string => count.toLocaleString('en-US');

const pace = (perSecond: number): string =>
  perSecond >= 1 ? `${perSecond} a second` : `1 in ${Math.round(1 / perSecond)} seconds`;

const READ: Readonly<Record<Source['read'], string>> = {
  page: 'AWS',
  archive: 'AWS, 2021 to 2023',
  other: 'second hand',
};

const link = ({ url, read }: Source): string => `[${READ[read]}](${url})`;

const operationsOf = ({ name, operations }: RequestRate): string => {
  if ('allBut' in operations) return '';
  return operations.length === 1 && operations[0] === name ? '' : operations.join(', ');
};

const rateRow = (rate: RequestRate): string[] => [
  serviceName(rate.service),
  rate.name,
  operationsOf(rate),
  pace(rate.perSecond) +
    (rate.perSecondAndPool === undefined
      ? ''
      : `, and of each operation ${rate.perSecondAndPool} a second for one user pool`),
  rate.burst === undefined ? `${whole(burstOf(rate))}, assumed` : whole(rate.burst),
  link(rate.source),
];

const mostOf = ({ maximum, default: given }: Quota): string => {
  if (maximum === undefined) return 'on request';
  return maximum === given ? 'not raised' : whole(maximum);
};

const quotaRow = ([name, quota]: [string, Quota]): string[] => [
  `\`${name}\``,
  quota.service,
  quota.of,
  whole(quota.default),
  mostOf(quota),
  link(quota.source),
];

/** The page on AWS's limits, in Markdown. */
export const awsLimitsPage = (): string => `# AWS's limits

This page is generated from \`aws-limits/\` by \`npm run contracts\`. The engine counts by the same numbers, per account and
Region, in the local run, in the tests of the product and in \`npm run simulate -- --limits\`. Numbers that differ by Region are the
lowest. A source says where the number stands and how it was read: on AWS's page, in AWS's published source of that page of 2021 to
2023, or at second hand, as others quote it. Check the latter two before you rely on a number; that quotas of Cognito and DynamoDB can
be raised to 10,000 was read at second hand as well.

## Request rates

Token buckets: each call takes a token of every row that it belongs to, and is refused where one is empty; such a call takes none.
Where AWS does not tell the size of a bucket, a second's calls are assumed. A refused call is answered with
\`TooManyRequestsException\` (API Gateway, Cognito, Lambda, SES), \`Throttling\` (STS) or \`ThrottlingException\`, and did nothing.

${markdownTable(['service', 'name', 'operations', 'rate', 'bucket', 'source'], requestRates.map(rateRow))}

\`${oneAtATime.operation}\` runs once at a time. The next one is answered with \`ConflictException\`, "Unable to complete operation due to
concurrent modification. Please try again later.", for ${oneAtATime.milliseconds} ms from the beginning of the first. AWS Support says so (${link(oneAtATime.source)}); how long others are kept out is assumed.

What the engine's own deployment calls is not counted: CloudFormation repeats what is throttled until it gets through. Roles that
services assume for an account are not counted either.

## Quotas

${markdownTable(['name', 'service', 'of', 'default', 'at most', 'source'], Object.entries(quotas).map(quotaRow))}

\`LimitExceededException\` says that one is used up; trying again does not help until something is deleted or the quota is raised.
Cognito's own sender is the exception: "Exceeded daily email limit for the operation or the account" is over on the next day, which
the engine begins at midnight UTC; AWS does not say when it begins. A tenant's first admin waits for it (\`WaitingForMail\` in operations.md). A user pool whose \`EmailConfiguration\` names an SES identity
sends by SES instead.

One invocation of Lambda too many is answered with \`TooManyRequestsException\` and may be tried again at once. Here each invocation that
runs takes a thread; a small machine may be given fewer: \`AWS_QUOTAS='{"concurrentExecutions":50}' npm start\`.

The local run takes what AWS raised for you from \`AWS_QUOTAS\`, for example
\`AWS_QUOTAS='{"appClientsPerPool":5000}' npm start\`, and refuses more than AWS grants.

## What is not counted

- Requests to DynamoDB's tables, and 500 tables at once that are being created, changed or deleted: here a table is there at once.
- Lambda's concurrency as far as a function's reserved part is taken from what others share, and environments of a tenant-isolated function.
- Cognito's limit of ten reads and ten writes a second for one user.
- SES's sandbox (200 mails a day, one a second, to verified addresses only): the account counts as out of it. What AWS grants then differs by
  account; the numbers above are usual ones.
- IAM and SQS: AWS tells no rates of IAM's calls, and SQS takes nearly any number.
`;
