import type { Engine } from '../engine.ts';
import { type Deployment, deployStack } from './deployStack.ts';
import { UnsupportedResourceType } from './errors.ts';
import type { ResourceProvider } from './provider.ts';
import { removeGone } from './removeGone.ts';
import { resourceProviders } from './resourceProviders.ts';
import { resourceStates } from './resourceStates.ts';
import type { StackOutput } from './stackOutputs.ts';
import type { Assembly } from './template/assembly.ts';

/** The outputs of one deployed stack. */
export type DeployedStack = { stack: string; outputs: readonly StackOutput[] };

const requireProviders = (
  { stacks }: Assembly,
  providers: ReadonlyMap<string, ResourceProvider>,
): void => {
  const unknown = stacks.flatMap(({ stack, template }) =>
    Object.entries(template.Resources)
      .map(([logicalId, { Type }]) => ({ stack, logicalId, type: Type }))
      .filter(({ type }) => !providers.has(type)),
  );
  if (unknown.length > 0) throw new UnsupportedResourceType(unknown);
};

const counterFrom = (first: number): (() => number) => {
  let last = first;
  return () => {
    last += 1;
    return last;
  };
};

/**
 * Makes the engine hold what the templates describe: makes, changes and removes what differs from
 * the last deployment, and completes one that a crash cut short.
 */
export const deployAssembly = async (
  engine: Engine,
  assembly: Assembly,
  signal: AbortSignal = new AbortController().signal,
): Promise<DeployedStack[]> => {
  requireProviders(assembly, resourceProviders);
  const known = await resourceStates(engine).list();
  const deployment: Deployment = {
    engine,
    assets: assembly.assets,
    providers: resourceProviders,
    exports: new Map(),
    kept: new Set(),
    owned: new Set(known.map((state) => state.physicalId)),
    nextOrder: counterFrom(Math.max(0, ...known.map((state) => state.order))),
    signal,
  };
  const deployed: DeployedStack[] = [];
  for (const artifact of assembly.stacks) {
    deployed.push({
      stack: artifact.stack,
      outputs: await deployStack(deployment, artifact),
    });
  }
  await removeGone(deployment);
  return deployed;
};
