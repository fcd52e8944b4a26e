import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assemblyFolder } from '../support/assembly.ts';
import { resourcesIn, resourcesOf, stacks } from '../support/resources.ts';
import { findingsIn, synthesisOf } from '../support/synthesis.ts';

type Synthesis = Awaited<ReturnType<typeof synthesisOf>>;

describe('the app in stage prod', () => {
  let prod: Synthesis;
  beforeAll(async () => {
    prod = await synthesisOf('prod');
  });
  afterAll(() => prod.destroy());

  const all = (type: string) => stacks.flatMap((stack) => resourcesIn(prod.template(stack), type));

  it('is synthesized', () => {
    expect(prod.problems).toBe('');
    expect(prod.failed).toBe(false);
  });

  it.each([
    ['AWS::DynamoDB::Table', 8, { DeletionProtectionEnabled: true }],
    ['AWS::Cognito::UserPool', 2, { DeletionProtection: 'ACTIVE' }],
  ])('keeps every %s, whatever becomes of its stack', (type, count, Properties) => {
    const kept = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain', Properties };

    expect(all(type)).toHaveLength(count);
    expect(all(type)).toEqual(
      all(type).map(() =>
        expect.objectContaining({
          ...kept,
          Properties: expect.objectContaining(Properties),
        }),
      ),
    );
  });

  it.each([['AWS::Events::EventBus'], ['AWS::Events::Archive']])(
    'keeps its %s, but not of a first deployment that failed',
    (type) => {
      expect(all(type)).toMatchObject([
        { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' },
      ]);
    },
  );

  it('can restore every table to any time', () => {
    for (const { Properties } of all('AWS::DynamoDB::Table')) {
      expect(Properties).toMatchObject({
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      });
    }
  });

  it('keeps logs for 90 days', () => {
    const days = all('AWS::Logs::LogGroup').map(({ Properties }) => Properties['RetentionInDays']);

    expect(new Set(days)).toEqual(new Set([90]));
  });

  it('names nothing after another stage', () => {
    const text = stacks.map((stack) => JSON.stringify(prod.template(stack))).join('');

    expect(text).toContain('tenant-onboarding-prod');
    expect(text).not.toMatch(
      /tenant-onboarding-dev|tenant-onboarding\/dev|dev-tenant|dev-onboarding/,
    );
  });

  it('has no finding of cdk-nag that is not acknowledged', () => {
    expect(findingsIn(prod.folder)).toEqual([]);
  });
});

describe('the app in stage dev', () => {
  it.each([['AWS::Events::EventBus'], ['AWS::Events::Archive']])('takes its %s with it', (type) => {
    expect(resourcesOf(type)).toMatchObject([{ DeletionPolicy: 'Delete' }]);
  });

  it('has no finding of cdk-nag that is not acknowledged', () => {
    expect(findingsIn(assemblyFolder())).toEqual([]);
  });
});

describe('the app without its acknowledgements', () => {
  it('fails on what cdk-nag finds', async () => {
    const { failed, folder, destroy } = await synthesisOf('dev', {
      preload: ['./test/infra/withoutAcknowledgements.ts'],
    });

    const findings = findingsIn(folder);
    await destroy();
    expect(failed).toBe(true);
    expect(findings).toEqual(
      expect.arrayContaining(['AwsSolutions-SQS3', 'AwsSolutions-APIG4', 'AwsSolutions-COG2']),
    );
  });
});

describe('the app in a stage that there is not', () => {
  it('refuses it with the names that there are', async () => {
    const { failed, problems, destroy } = await synthesisOf('staging');

    await destroy();
    expect(failed).toBe(true);
    expect(problems).toContain('STAGE is staging; it must be one of dev, prod');
  });
});
