import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { alarms } from '../support/alarms.ts';
import { aFailureInput, aTenantId, aUlid } from '../support/builders.ts';
import { deployedFunctions } from '../support/deployedFunctions.ts';
import { type Product, startProduct } from '../support/product.ts';
import { resourcesOf } from '../support/resources.ts';

/** What CloudWatch makes a metric of, as its specification of the embedded metric format has it. */
const EmbeddedMetric = z.looseObject({
  _aws: z.object({
    Timestamp: z.int().positive(),
    CloudWatchMetrics: z.tuple([
      z.object({
        Namespace: z.string().min(1).max(1_024),
        Dimensions: z.tuple([z.array(z.string()).max(30)]),
        Metrics: z.tuple([z.object({ Name: z.string(), Unit: z.enum(['Count', 'Seconds']) })]),
      }),
    ]),
  }),
});

/** Reads a line as CloudWatch does: the members that the declaration names, at the line's root. */
const metricIn = (line: string) => {
  const { _aws, ...root } = EmbeddedMetric.parse(JSON.parse(line));
  const [{ Namespace, Dimensions, Metrics }] = _aws.CloudWatchMetrics;
  const dimensions = Dimensions[0].map((name) => `${name}=${z.string().parse(root[name])}`);
  const [{ Name, Unit }] = Metrics;
  const metric = [Namespace, Name, ...dimensions];
  return { metric, unit: Unit, value: z.number().parse(root[Name]) };
};

const handlerOf = (logicalId: string): string =>
  z
    .string()
    .parse(
      resourcesOf('AWS::Lambda::Function').find(({ id }) => id === logicalId)?.Properties[
        'Description'
      ],
    );

/** The alarms on what functions measure themselves: each one's metric but for its dimension. */
const measured = alarms().flatMap(({ id, metric: [namespace, name, dimension = ''] }) => {
  const [key = '', logicalId = ''] = dimension.split('=');
  return namespace === 'TenantOnboarding' && key !== ''
    ? [{ id, metric: [namespace, name], key, handler: handlerOf(logicalId) }]
    : [];
});

const inputs: Record<string, object> = {
  'provisioning/onboarding/publishTenantProvisioningFailed.run': aFailureInput({
    stuck: ['CreateIdentity'],
  }),
  'provisioning/offboarding/publishTenantOffboardingFailed.run': {
    eventId: aUlid(1),
    tenantId: aTenantId(1),
    registrationId: aUlid(2),
    owner: aUlid(3),
    deployment: 'pool',
    attempt: 0,
    replay: 0,
    enteredAt: '2026-01-05T10:00:00.000Z',
    results: {},
    failure: { step: 'SealTenant', error: { Error: 'Denied' } },
    undone: [],
    stuck: ['SealTenant'],
  },
};

describe('what functions measure', () => {
  let product: Product;
  let functions: ReturnType<typeof deployedFunctions>;
  beforeAll(async () => {
    product = await startProduct({ threads: true });
    functions = deployedFunctions(product);
  });
  afterAll(() => product.stop());

  /** The first value of a metric of a function that has run; its log comes a little after its answer. */
  const measuredBy = async (handler: string, name: string) => {
    const { FunctionError } = await functions.invoke(handler, inputs[handler] ?? {});
    expect(FunctionError).toBeUndefined();
    const functionName = await functions.nameOf(handler);
    for (;;) {
      const [line] = await functions.logged(functionName, `"Name":"${name}"`);
      if (line !== undefined) return { ...metricIn(line), functionName };
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  it.each(measured)('is what $id goes by: $metric of $handler', async (alarm) => {
    const { metric, functionName } = await measuredBy(alarm.handler, String(alarm.metric[1]));

    expect(metric).toEqual([...alarm.metric, `${alarm.key}=${functionName}`]);
  });

  it('is all of it watched', () => {
    expect(measured.map(({ metric }) => metric[1]).sort()).toEqual([
      'ApiKeys',
      'AppClients',
      'DetachedKeys',
      'LongestSaga',
      'LongestSaga',
      'OldestUnfinishedRemoval',
      'OldestUnpublished',
      'OldestUnsentMail',
      'Orphans',
      'StuckSagas',
      'StuckSagas',
      'Tables',
      'UserPools',
    ]);
  });

  it.each([
    [
      'provisioning/onboarding/publishTenantProvisioningFailed.run',
      'StuckSagas',
      { unit: 'Count', value: 1 },
    ],
    ['provisioning/operators/watchSagas', 'LongestSaga', { unit: 'Seconds', value: 0 }],
  ])('has a unit and a value: %s, %s', async (handler, name, expected) => {
    expect(await measuredBy(handler, name)).toMatchObject(expected);
  });
});
