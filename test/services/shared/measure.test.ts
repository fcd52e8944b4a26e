import { describe, expect, it } from '@jest/globals';
import { metricLine } from '../../../services/shared/measure.ts';
import type { Metric } from '../../../services/shared/metricNames.ts';

describe('metricLine', () => {
  it('holds a value in the embedded metric format, by the function that measured it', () => {
    const { _aws, ...root } = metricLine('relay-dev', 'OldestUnpublished', 1.5);

    expect(root).toEqual({ FunctionName: 'relay-dev', OldestUnpublished: 1.5 });
    expect(_aws.CloudWatchMetrics).toEqual([
      {
        Namespace: 'TenantOnboarding',
        Dimensions: [['FunctionName']],
        Metrics: [{ Name: 'OldestUnpublished', Unit: 'Seconds' }],
      },
    ]);
    expect(Number.isInteger(_aws.Timestamp)).toBe(true);
  });

  it.each<[Metric, string]>([
    ['Orphans', 'Count'],
    ['StuckSagas', 'Count'],
    ['OldestUnpublished', 'Seconds'],
    ['OldestUnsentMail', 'Seconds'],
    ['LongestSaga', 'Seconds'],
  ])('gives %s in %s', (metric, Unit) => {
    const [declared] = metricLine('f', metric, 0)._aws.CloudWatchMetrics;

    expect(declared?.Metrics).toEqual([{ Name: metric, Unit }]);
  });
});
