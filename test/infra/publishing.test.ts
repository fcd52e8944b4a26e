import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { catalog, ownSources } from '../../events/catalog.ts';
import { arnOf, resourcesOf } from '../support/resources.ts';
import { policies } from '../support/statements.ts';

const Conditions = z.strictObject({
  'ForAllValues:StringEquals': z.strictObject({
    'events:source': z.array(z.string()).min(1),
    'events:detail-type': z.array(z.string()).min(1),
  }),
  Null: z.strictObject({
    'events:source': z.literal('false'),
    'events:detail-type': z.literal('false'),
  }),
});

const grants = policies().flatMap(({ id, roles, statements }) =>
  statements
    .filter(({ Action }) => Action.includes('events:PutEvents') || Action.includes('events:*'))
    .map((statement) => ({ id, roles, statement })),
);

const rows = grants.map(({ id, statement }) => [id, statement] as const);

const Keeping = z.object({
  StatementId: z.string(),
  Statement: z.strictObject({
    Effect: z.literal('Deny'),
    Principal: z.strictObject({ AWS: z.literal('*') }),
    Action: z.literal('events:PutEvents'),
    Resource: z.json(),
    Condition: z.strictObject({
      'ForAnyValue:StringEquals': z.strictObject({
        'events:source': z.array(z.string()).length(1),
      }),
      ArnNotEquals: z.strictObject({ 'aws:PrincipalArn': z.array(z.json()).min(1) }),
    }),
  }),
});

const keepings = resourcesOf('AWS::Events::EventBusPolicy').map(({ Properties }) => {
  const { Statement } = Keeping.parse(Properties);
  const { Condition, Resource } = Statement;
  const [source = ''] = Condition['ForAnyValue:StringEquals']['events:source'];
  return { source, keepers: Condition.ArnNotEquals['aws:PrincipalArn'], Resource };
});

describe('every grant of PutEvents', () => {
  it('is there', () => {
    expect(rows.length).toBeGreaterThanOrEqual(8);
  });

  it.each(rows)('%s is for one bus, one source and types of its own', (_id, statement) => {
    const { 'ForAllValues:StringEquals': all } = Conditions.parse(statement.Condition);
    const [source] = all['events:source'];
    const types = catalog
      .filter(({ ours }) => ours.some((each) => each === source))
      .map(({ type }) => type);

    expect(statement.Action).toEqual(['events:PutEvents']);
    expect(statement.Resource).toEqual([keepings[0]?.Resource]);
    expect(all['events:source']).toHaveLength(1);
    expect(types).toEqual(expect.arrayContaining(all['events:detail-type']));
  });

  it('has every event published by somebody', () => {
    const granted = rows.flatMap(
      ([, { Condition }]) =>
        Conditions.parse(Condition)['ForAllValues:StringEquals']['events:detail-type'],
    );

    expect([...new Set(granted)].sort()).toEqual(catalog.map(({ type }) => type).sort());
  });
});

describe('the bus', () => {
  it('keeps each of our sources', () => {
    expect(keepings.map(({ source }) => source).sort()).toEqual([...ownSources].sort());
  });

  it.each(keepings.map(({ source, keepers }) => [source, keepers] as const))(
    'keeps %s to the very roles that publish in its name',
    (source, keepers) => {
      const publishing = grants.filter(({ statement }) => {
        const { 'ForAllValues:StringEquals': all } = Conditions.parse(statement.Condition);
        return all['events:source'].includes(source);
      });
      const roles = publishing.flatMap((grant) => grant.roles);
      const arns = z
        .array(z.object({ Ref: z.string() }))
        .parse(roles)
        .map(({ Ref }) => arnOf(Ref));

      expect(new Set(keepers.map((each) => JSON.stringify(each)))).toEqual(
        new Set(arns.map((each) => JSON.stringify(each))),
      );
    },
  );
});
