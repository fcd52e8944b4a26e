import { describe, expect, it } from '@jest/globals';
import { checkRegion } from '../../infra/regions.ts';
import { synthesisOf } from '../support/synthesis.ts';

describe('checkRegion', () => {
  it.each(['us-east-1', 'eu-central-1', 'ap-southeast-2', 'xx-newest-1', undefined])(
    'lets %s be',
    (region) => {
      expect(() => checkRegion(region)).not.toThrow();
    },
  );

  it.each(['ap-southeast-6', 'us-gov-west-1', 'us-gov-east-1', 'cn-north-1', 'cn-northwest-1'])(
    'refuses %s, and says why',
    (region) => {
      expect(() => checkRegion(region)).toThrow(
        `AWS_REGION is ${region}, where Lambda has no tenant isolation`,
      );
    },
  );
});

describe('the app in a Region without tenant isolation', () => {
  it('is not synthesized', async () => {
    const { failed, problems, destroy } = await synthesisOf('dev', {
      env: { CDK_DEFAULT_REGION: 'ap-southeast-6' },
    });

    await destroy();
    expect(failed).toBe(true);
    expect(problems).toContain(
      'AWS_REGION is ap-southeast-6, where Lambda has no tenant isolation',
    );
  });
});
