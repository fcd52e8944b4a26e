import {
  GetParameterCommand,
  GetParametersCommand,
  ParameterNotFound,
  PutParameterCommand,
  paginateGetParametersByPath,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ssm } from '../../../../engine/aws/ssm/ssm.ts';
import { testEngine } from '../../../support/testEngine.ts';

let engine: Awaited<ReturnType<typeof testEngine>>;
let client: SSMClient;

beforeAll(async () => {
  engine = await testEngine([ssm]);
  await engine.start();
  client = new SSMClient({
    region: engine.engine.region,
    endpoint: engine.engine.endpoint,
    credentials: engine.engine.credentials.root,
  });
});

afterAll(async () => {
  client.destroy();
  await engine.destroy();
});

const put = (Name: string, Value: string, more: { Overwrite?: boolean } = {}) =>
  engine.call('ssm', 'PutParameter', { Name, Value, Type: 'String', ...more });

describe('PutParameter', () => {
  it('counts versions up and does not overwrite unasked', async () => {
    expect(await put('/counted', 'a')).toMatchObject({ Version: 1, Tier: 'Standard' });
    expect(await put('/counted', 'b', { Overwrite: true })).toMatchObject({ Version: 2 });
    await expect(put('/counted', 'c')).rejects.toMatchObject({ code: 'ParameterAlreadyExists' });

    const { Parameter: found } = await client.send(new GetParameterCommand({ Name: '/counted' }));

    expect(found).toMatchObject({ Name: '/counted', Value: 'b', Version: 2, Type: 'String' });
    expect(found?.LastModifiedDate).toBeInstanceOf(Date);
  });

  it('gives each of many writers a version of its own', async () => {
    await put('/raced', '0');

    const answers = await Promise.all(
      [1, 2, 3, 4].map((value) => put('/raced', String(value), { Overwrite: true })),
    );

    expect(answers.map((answer) => answer['Version'])).toEqual([2, 3, 4, 5]);
  });

  it.each([
    [{ Name: 'a/b', Value: 'x', Type: 'String' }, 'ValidationException'],
    [{ Name: '/untyped', Value: 'x' }, 'ValidationException'],
    [{ Name: '/long', Value: 'x'.repeat(4097), Type: 'String' }, 'ValidationException'],
    [
      { Name: '/digits', Value: 'x', Type: 'String', AllowedPattern: '^\\d+$' },
      'ParameterPatternMismatchException',
    ],
    [
      { Name: `/${'a/'.repeat(15)}b`, Value: 'x', Type: 'String' },
      'HierarchyLevelLimitExceededException',
    ],
    [{ Name: '/expiring', Value: 'x', Type: 'String', Policies: '[]' }, 'UnsupportedOperation'],
  ])('refuses %j', async (input, code) => {
    await expect(engine.call('ssm', 'PutParameter', input)).rejects.toMatchObject({ code });
  });
});

describe('GetParameter', () => {
  it('finds a parameter by its ARN', async () => {
    await put('/by/arn', 'x');
    const { Parameter: byName } = await client.send(new GetParameterCommand({ Name: '/by/arn' }));

    const { Parameter: byArn } = await client.send(new GetParameterCommand({ Name: byName?.ARN }));

    expect(byArn).toEqual(byName);
    expect(byName?.ARN).toMatch(/:parameter\/by\/arn$/);
  });

  it('refuses a missing one with the error that clients know', async () => {
    const getting = client.send(new GetParameterCommand({ Name: '/none' }));

    await expect(getting).rejects.toBeInstanceOf(ParameterNotFound);
  });

  it('shows a SecureString only to who asks for decryption', async () => {
    await client.send(
      new PutParameterCommand({ Name: '/secret', Value: 'hidden', Type: 'SecureString' }),
    );

    const sealed = await client.send(new GetParameterCommand({ Name: '/secret' }));
    const open = await client.send(
      new GetParameterCommand({ Name: '/secret', WithDecryption: true }),
    );

    expect(sealed.Parameter?.Value).not.toContain('hidden');
    expect(open.Parameter?.Value).toBe('hidden');
  });
});

describe('GetParameters', () => {
  it('tells found from missing', async () => {
    await put('/found', 'x');

    const answer = await client.send(new GetParametersCommand({ Names: ['/found', '/lost'] }));

    expect(answer.Parameters).toMatchObject([{ Name: '/found', Value: 'x' }]);
    expect(answer.InvalidParameters).toEqual(['/lost']);
  });
});

describe('GetParametersByPath', () => {
  it('pages through one level, or all levels, below a path', async () => {
    for (let index = 0; index < 12; index += 1) await put(`/plans/${index}/id`, 'x');
    await put('/plans/top', 'x');
    await put('/plansandmore', 'x');
    const under = async (Recursive: boolean) => {
      const names: string[] = [];
      const pages = paginateGetParametersByPath({ client }, { Path: '/plans', Recursive });
      for await (const page of pages) {
        for (const { Name = '' } of page.Parameters ?? []) names.push(Name);
      }
      return names;
    };

    expect(await under(false)).toEqual(['/plans/top']);
    expect(new Set(await under(true)).size).toBe(13);
  });
});

describe('DescribeParameters', () => {
  it('filters without showing values', async () => {
    await put('/described/one', 'x');

    const answer = await engine.call('ssm', 'DescribeParameters', {
      ParameterFilters: [{ Key: 'Name', Option: 'BeginsWith', Values: ['/described/'] }],
    });

    expect(answer['Parameters']).toMatchObject([{ Name: '/described/one', Version: 1 }]);
    expect(JSON.stringify(answer)).not.toContain('Value');
  });
});

describe('DeleteParameter', () => {
  it('starts a name anew', async () => {
    await put('/gone', 'x');

    await engine.call('ssm', 'DeleteParameter', { Name: '/gone' });

    await expect(engine.call('ssm', 'DeleteParameter', { Name: '/gone' })).rejects.toMatchObject({
      code: 'ParameterNotFound',
    });
    expect(await put('/gone', 'y')).toMatchObject({ Version: 1 });
  });
});

describe('AddTagsToResource', () => {
  it('keeps tags through new versions', async () => {
    await put('/tagged', 'x');
    const resource = { ResourceType: 'Parameter', ResourceId: '/tagged' };

    await engine.call('ssm', 'AddTagsToResource', {
      ...resource,
      Tags: [{ Key: 'k', Value: 'v' }],
    });
    await put('/tagged', 'y', { Overwrite: true });

    expect(await engine.call('ssm', 'ListTagsForResource', resource)).toEqual({
      TagList: [{ Key: 'k', Value: 'v' }],
    });
  });
});
