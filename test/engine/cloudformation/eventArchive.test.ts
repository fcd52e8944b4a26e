import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { events } from '../../../engine/aws/eventbridge/events.ts';
import { deployAssembly } from '../../../engine/cloudformation/deployAssembly.ts';
import { assemblyOf } from '../../support/assemblyOf.ts';
import { testEngine } from '../../support/testEngine.ts';

let engine: Awaited<ReturnType<typeof testEngine>>;

beforeEach(async () => {
  engine = await testEngine([events]);
});
afterEach(() => engine.destroy());

const bus = (Name: string) => ({ Type: 'AWS::Events::EventBus', Properties: { Name } });

const template = (more: object, source = 'Acme') => ({
  Resources: {
    Acme: bus('acme'),
    Other: bus('other'),
    Archive: {
      Type: 'AWS::Events::Archive',
      Properties: {
        ArchiveName: 'kept',
        SourceArn: { 'Fn::GetAtt': [source, 'Arn'] },
        EventPattern: { source: ['acme'] },
        ...more,
      },
    },
  },
});

const deploy = (content: object) => deployAssembly(engine.engine, assemblyOf({ Acme: content }));

const described = () => engine.call('events', 'DescribeArchive', { ArchiveName: 'kept' });

describe('an archive of a template', () => {
  it('is changed in place and keeps what it holds', async () => {
    await deploy(template({ RetentionDays: 7 }));
    const entry = { EventBusName: 'acme', Source: 'acme', DetailType: 'd', Detail: '{}' };
    await engine.call('events', 'PutEvents', { Entries: [entry] });

    await deploy(template({ RetentionDays: 30 }));

    expect(await described()).toMatchObject({
      RetentionDays: 30,
      EventPattern: '{"source":["acme"]}',
      EventCount: 1,
    });
  });

  it('cannot be moved to another bus', async () => {
    await deploy(template({}));

    await expect(deploy(template({}, 'Other'))).rejects.toThrow(
      /Acme\.Archive .*SourceArn of an archive cannot be changed in place/,
    );
  });

  it('is gone with its template', async () => {
    await deploy(template({}));

    await deploy({ Resources: { Acme: bus('acme') } });

    expect(await engine.call('events', 'ListArchives')).toMatchObject({ Archives: [] });
  });
});
