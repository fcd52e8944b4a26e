import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { inDeploymentOrder } from '../deploymentOrder.ts';
import { parseTemplate, type Template } from './template.ts';

/** A synthesized stack. */
export type StackArtifact = { stack: string; template: Template };

/** What `cdk synth` wrote: stacks in deployment order, file assets by S3 object key. */
export type Assembly = {
  stacks: readonly StackArtifact[];
  assets: ReadonlyMap<string, string>;
};

const Manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      dependencies: z.array(z.string()).default([]),
      displayName: z.string().optional(),
      properties: z
        .object({
          templateFile: z.string().optional(),
          stackName: z.string().optional(),
          file: z.string().optional(),
          directoryName: z.string().optional(),
        })
        .default({}),
    }),
  ),
});
type Artifact = z.infer<typeof Manifest>['artifacts'][string];

const AssetManifest = z.object({
  files: z
    .record(
      z.string(),
      z.object({
        source: z.object({ path: z.string().optional() }),
        destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
      }),
    )
    .default({}),
});

const readJson = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'));

const readAssets = async (directory: string, file: string): Promise<[string, string][]> => {
  const { files } = AssetManifest.parse(await readJson(resolve(directory, file)));
  return Object.values(files).flatMap(({ source, destinations }) => {
    const { path } = source;
    if (path === undefined) return [];
    return Object.values(destinations).map(({ objectKey }): [string, string] => [
      objectKey,
      resolve(directory, path),
    ]);
  });
};

const readStack = async (
  directory: string,
  id: string,
  { properties }: Artifact,
): Promise<StackArtifact> => {
  const stack = properties.stackName ?? id;
  const content = await readJson(resolve(directory, properties.templateFile ?? ''));
  return { stack, template: parseTemplate(stack, content) };
};

const readArtifact = async (
  directory: string,
  id: string,
  artifact: Artifact,
): Promise<Assembly> => {
  const { file = '', directoryName = '' } = artifact.properties;
  switch (artifact.type) {
    case 'aws:cloudformation:stack':
      return { stacks: [await readStack(directory, id, artifact)], assets: new Map() };
    case 'cdk:asset-manifest':
      return { stacks: [], assets: new Map(await readAssets(directory, file)) };
    case 'cdk:cloud-assembly':
      return readAssembly(resolve(directory, directoryName));
    default:
      return { stacks: [], assets: new Map() };
  }
};

/** Reads the cloud assembly in a folder, nested ones (stages) included. */
export const readAssembly = async (directory: string): Promise<Assembly> => {
  const { artifacts } = Manifest.parse(await readJson(resolve(directory, 'manifest.json')));
  const needs = new Map(Object.entries(artifacts).map(([id, each]) => [id, each.dependencies]));
  const parts: Assembly[] = [];
  for (const id of inDeploymentOrder(needs, 'cloud assembly')) {
    const artifact = artifacts[id];
    if (artifact) parts.push(await readArtifact(directory, id, artifact));
  }
  return {
    stacks: parts.flatMap((part) => part.stacks),
    assets: new Map(parts.flatMap((part) => [...part.assets])),
  };
};
