import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { JsonObject } from '../../../../engine/kernel/json.ts';
import type { Consumed } from '../../../../services/shared/defineFunction.ts';
import { declaredFunctions } from '../../../support/declaredFunctions.ts';
import { arnOf, refTo, resourcesOf } from '../../../support/resources.ts';

const Arn = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) });
const Rule = z.object({
  EventPattern: JsonObject.optional(),
  Targets: z.tuple([z.looseObject({ Arn })]),
});

const Mapping = z.looseObject({ EventSourceArn: Arn, FunctionName: z.object({ Ref: z.string() }) });

const mappings = resourcesOf('AWS::Lambda::EventSourceMapping').map(({ Properties }) =>
  Mapping.parse(Properties),
);

/** The function that events go to, through a queue or at once. */
const takerOf = (targetId: string): string =>
  mappings.find(({ EventSourceArn }) => EventSourceArn['Fn::GetAtt'][0] === targetId)?.FunctionName
    .Ref ?? targetId;

const allRules = resourcesOf('AWS::Events::Rule').map(({ id, Properties }) => {
  const { EventPattern, Targets } = Rule.parse(Properties);
  const [{ Arn: arn, ...target }] = Targets;
  return {
    id,
    properties: Properties,
    pattern: EventPattern,
    target,
    consumer: takerOf(arn['Fn::GetAtt'][0]),
  };
});
/** Those of unknown versions end in a queue at once; their own test is of them. */
const rules = allRules.filter(({ consumer }) => !consumer.startsWith('UnknownVersions'));
const eventRules = rules.filter(({ pattern }) => pattern !== undefined);

/** An event's declared pattern, under CloudFormation's own field names. */
const patternOf = ({ pattern: { detailType, ...rest } }: Consumed) => ({
  ...rest,
  'detail-type': detailType,
});

const consumers = [...new Set(eventRules.map(({ consumer }) => consumer))];

const queues = () => resourcesOf('AWS::SQS::Queue').map(({ id }) => arnOf(id));

const invocationOf = (functionId: string) =>
  resourcesOf('AWS::Lambda::EventInvokeConfig').find(({ Properties }) =>
    isDeepStrictEqual(Properties['FunctionName'], refTo(functionId)),
  )?.Properties;

const Destination = z.object({
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: Arn }) }),
});
const onFailureOf = (functionId: string) =>
  Destination.parse(invocationOf(functionId)).DestinationConfig.OnFailure.Destination;

describe('every rule', () => {
  it.each(rules)('$id retries its target and keeps what is left in a queue', ({ target }) => {
    expect(target).toMatchObject({
      DeadLetterConfig: { Arn: expect.anything() },
      RetryPolicy: { MaximumRetryAttempts: expect.any(Number) },
    });
    expect(queues()).toContainEqual(z.looseObject({ Arn }).parse(target['DeadLetterConfig']).Arn);
  });

  it.each(eventRules)(
    '$id tries for six hours, and listens on the product’s own bus',
    ({ target, properties }) => {
      expect(target['RetryPolicy']).toEqual({
        MaximumEventAgeInSeconds: 21_600,
        MaximumRetryAttempts: 185,
      });
      expect(JSON.stringify(properties['EventBusName'])).toContain('TenantEvents');
    },
  );
});

const declared = await declaredFunctions();
const declaring = [...declared]
  .map(([handler, { consumes }]) => ({ handler, events: Object.values(consumes ?? {}) }))
  .filter(({ handler, events }) => events.length > 0 && !handler.startsWith('sbt-bridge/'));

const handlerOf = (functionId: string): unknown =>
  resourcesOf('AWS::Lambda::Function').find(({ id }) => id === functionId)?.Properties[
    'Description'
  ];

/** What a rule matches, type by type. */
const onePerType = (pattern: JsonObject | undefined) => {
  const { 'detail-type': types, ...rest } = z
    .looseObject({ 'detail-type': z.array(z.string()) })
    .parse(pattern);
  return types.map((type) => ({ ...rest, 'detail-type': [type] }));
};

describe('the consumers', () => {
  it.each(declaring)('$handler gets just the events that it declares', ({ handler, events }) => {
    const patterns = eventRules
      .filter(({ consumer }) => handlerOf(consumer) === handler)
      .flatMap(({ pattern }) => onePerType(pattern));

    expect(patterns).toHaveLength(events.length);
    expect(patterns).toEqual(expect.arrayContaining(events.map(patternOf)));
  });

  it('are those that declare events', () => {
    expect(consumers.map(handlerOf).sort()).toEqual(declaring.map(({ handler }) => handler).sort());
    expect(consumers).toHaveLength(8);
  });

  it.each(consumers)('%s is retried twice, and what then still fails is kept', (consumer) => {
    expect(invocationOf(consumer)).toMatchObject({
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 21_600,
    });
    expect(onFailureOf(consumer)).toBeDefined();
  });

  it.each(consumers)('%s ends in a queue, whatever is told of its failure first', (consumer) => {
    const first = onFailureOf(consumer);
    const functions = resourcesOf('AWS::Lambda::Function').map(({ id }) => arnOf(id));
    const last = functions.some((arn) => isDeepStrictEqual(arn, first))
      ? onFailureOf(first['Fn::GetAtt'][0])
      : first;

    expect(queues()).toContainEqual(last);
  });
});

const propertiesOf = (type: string, id: string) =>
  resourcesOf(type).find((resource) => resource.id === id)?.Properties;
const mappingOf = (handler: string) =>
  mappings.find(({ FunctionName }) => handlerOf(FunctionName.Ref) === handler);
const queueOf = (handler: string) =>
  propertiesOf('AWS::SQS::Queue', mappingOf(handler)?.EventSourceArn['Fn::GetAtt'][0] ?? '');

/** The dead-letter queue of a consumer's rule. */
const deadLettersOf = (handler: string) => {
  const rule = eventRules.find(({ consumer }) => handlerOf(consumer) === handler);
  return z.looseObject({ Arn }).parse(rule?.target['DeadLetterConfig']).Arn;
};

describe('a consumer that declares a queue', () => {
  const queued = [...declared].flatMap(([handler, { queue }]) =>
    queue ? [{ handler, queue }] : [],
  );

  it('is the starter, whose rule feeds a queue', () => {
    expect(queued.map(({ handler }) => handler)).toEqual([
      'provisioning/onboarding/startOnboarding',
    ]);
    const postponing = [...declared.values()].filter(({ postpones }) => postpones);
    /** Reminders, and the wakes of both tracks of webhooks, wait in queues that no rule feeds. */
    const others = 3;
    expect(mappings).toHaveLength(queued.length + postponing.length + others);
  });

  it.each(queued)('$handler takes ten at a time, and says which failed', ({ handler, queue }) => {
    expect(mappingOf(handler)).toMatchObject({
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: queue.maximumConcurrency },
    });
  });

  it.each(queued)('$handler has its events hidden for six of its timeouts', ({ handler }) => {
    const Ref = mappingOf(handler)?.FunctionName.Ref ?? '';
    const timeout = Number(propertiesOf('AWS::Lambda::Function', Ref)?.['Timeout']);

    expect(queueOf(handler)?.['VisibilityTimeout']).toBe(timeout * 6);
  });

  it.each(queued)('$handler shares one dead-letter queue with its rule', ({ handler }) => {
    const deadLetters = deadLettersOf(handler);

    expect(queueOf(handler)?.['RedrivePolicy']).toEqual({
      deadLetterTargetArn: deadLetters,
      maxReceiveCount: 5,
    });
    expect(queues()).toContainEqual(deadLetters);
  });
});

describe('a consumer that postpones events', () => {
  const ADMINS = 'identity/createTenantAdmin';

  it('gets them from a queue of its own after five minutes, which ends in that of its dead letters', () => {
    expect(queueOf(ADMINS)).toMatchObject({
      DelaySeconds: 300,
      RedrivePolicy: { deadLetterTargetArn: deadLettersOf(ADMINS), maxReceiveCount: 5 },
    });
    expect(mappingOf(ADMINS)).toMatchObject({
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
  });
});
