import type { Engine } from '../engine.ts';
import { type Json, JsonObject } from '../kernel/json.ts';
import { deployResource, type Wanted } from './deployResource.ts';
import { TemplateError } from './errors.ts';
import { withLocalCode } from './localCode.ts';
import { withLocalUrls } from './localUrls.ts';
import { plan } from './plan.ts';
import type { Made, ResourceProvider } from './provider.ts';
import { resourceContext } from './resourceContext.ts';
import { resourceStates, stateKey } from './resourceStates.ts';
import { type StackOutput, stackOutputs } from './stackOutputs.ts';
import type { StackArtifact } from './template/assembly.ts';
import { resolve } from './template/intrinsics.ts';
import type { Place } from './template/scope.ts';
import { stackScope } from './template/stackScope.ts';
import type { TemplateResource } from './template/template.ts';

/** What a deployment shares between its stacks. */
export type Deployment = Readonly<{
  engine: Engine;
  assets: ReadonlyMap<string, string>;
  providers: ReadonlyMap<string, ResourceProvider>;
  /** Grows as stacks are deployed. */
  exports: Map<string, Json>;
  /** Physical ids of what has been made, in any stack and at any start. */
  owned: Set<string>;
  /** Keys of the resources that the templates want; the others are removed at the end. */
  kept: Set<string>;
  nextOrder: () => number;
  /** Ends the deployment between two resources. */
  signal: AbortSignal;
}>;

type Declared = { stack: string; logicalId: string; resource: TemplateResource; at: Place };

const wantedOf = (deployment: Deployment, declared: Declared): Wanted => {
  const { stack, logicalId, resource, at } = declared;
  const { engine, providers, assets } = deployment;
  const provider = providers.get(resource.Type);
  if (!provider) throw new TemplateError(`${at.path}: no provider for ${resource.Type}`);
  const resolved = withLocalUrls(resolve(resource.Properties, at), engine.endpoint);
  return {
    type: resource.Type,
    properties: withLocalCode(JsonObject.parse(resolved), assets),
    retain: resource.DeletionPolicy?.startsWith('Retain') ?? false,
    provider,
    context: resourceContext(deployment, stack, logicalId),
  };
};

/** Makes a stack's resources be as its template wants them, and tells its outputs. */
export const deployStack = async (
  deployment: Deployment,
  { stack, template }: StackArtifact,
): Promise<StackOutput[]> => {
  const { engine, exports, kept, owned, nextOrder, signal } = deployment;
  const { accountId, region } = engine;
  const states = resourceStates(engine);
  const made = new Map<string, Made>();
  const scope = stackScope({ stack, template, accountId, region, made, exports });
  for (const [logicalId, resource] of plan(template, { scope, path: `${stack}.Resources` })) {
    signal.throwIfAborted();
    kept.add(stateKey(stack, logicalId));
    const at = { scope, path: `${stack}.${logicalId}` };
    const wanted = wantedOf(deployment, { stack, logicalId, resource, at });
    const resourceMade = await deployResource(wanted, states, nextOrder);
    made.set(logicalId, resourceMade);
    owned.add(resourceMade.physicalId);
  }
  const outputs = stackOutputs(template, { scope, path: `${stack}.Outputs` }, engine.endpoint);
  for (const { exportName, value } of outputs) {
    if (exportName !== undefined) exports.set(exportName, value);
  }
  return outputs;
};
