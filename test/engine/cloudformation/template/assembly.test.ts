import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readAssembly } from '../../../../engine/cloudformation/template/assembly.ts';

let directory: string;

const write = async (name: string, content: unknown): Promise<void> => {
  await writeFile(join(directory, name), JSON.stringify(content));
};

const stack = (name: string, dependencies: string[] = []) => ({
  type: 'aws:cloudformation:stack',
  dependencies,
  properties: { templateFile: `${name}.template.json`, stackName: `acme-${name}` },
});

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'assembly-'));
});

afterEach(() => rm(directory, { recursive: true }));

describe('readAssembly', () => {
  it('lists stacks after those they depend on, nested assemblies included', async () => {
    await mkdir(join(directory, 'live'));
    await write('manifest.json', {
      artifacts: {
        Late: stack('late', ['Early']),
        Early: stack('early'),
        Live: { type: 'cdk:cloud-assembly', properties: { directoryName: 'live' } },
        Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } },
      },
    });
    await write('live/manifest.json', { artifacts: { Inner: stack('inner') } });
    await write('early.template.json', { Resources: {} });
    await write('late.template.json', { Resources: {} });
    await write('live/inner.template.json', { Resources: {} });

    const { stacks } = await readAssembly(directory);

    expect(stacks.map((each) => each.stack)).toEqual(['acme-early', 'acme-late', 'acme-inner']);
  });

  it('finds file assets by their object key', async () => {
    await write('manifest.json', {
      artifacts: { Assets: { type: 'cdk:asset-manifest', properties: { file: 'a.assets.json' } } },
    });
    await write('a.assets.json', {
      files: {
        abc: {
          source: { path: 'asset.abc', packaging: 'zip' },
          destinations: { here: { bucketName: 'bucket', objectKey: 'abc.zip' } },
        },
      },
    });

    const { assets } = await readAssembly(directory);

    expect([...assets]).toEqual([['abc.zip', join(directory, 'asset.abc')]]);
  });

  it('refuses a template with a macro', async () => {
    await write('manifest.json', { artifacts: { Early: stack('early') } });
    await write('early.template.json', { Transform: 'AWS::Serverless-2016-10-31' });

    await expect(readAssembly(directory)).rejects.toThrow(
      'template of stack acme-early: Transform: macros are not supported',
    );
  });
});
