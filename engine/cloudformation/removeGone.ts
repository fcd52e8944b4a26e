import { AwsError } from '../endpoint/errors.ts';
import { unlessAbsent } from './absence.ts';
import type { Deployment } from './deployStack.ts';
import { DeploymentError } from './errors.ts';
import { resourceContext } from './resourceContext.ts';
import { type ResourceState, resourceStates, stateKey } from './resourceStates.ts';

const remove = async (deployment: Deployment, state: ResourceState): Promise<void> => {
  const { stack, logicalId, type, status, properties } = state;
  const provider = deployment.providers.get(type);
  if (!provider?.delete || state.retain) return;
  const context = resourceContext(deployment, stack, logicalId);
  const existing = status === 'made' ? state : await provider.find?.(properties, context);
  if (existing) await provider.delete({ ...existing, properties }, context);
};

const removal = async (deployment: Deployment, state: ResourceState): Promise<void> => {
  try {
    await unlessAbsent(() => remove(deployment, state));
  } catch (cause) {
    if (!(cause instanceof AwsError)) throw cause;
    const what = `${state.stack}.${state.logicalId} (${state.type}) cannot be removed`;
    throw new DeploymentError(`${what}: ${cause.code}: ${cause.message}`, { cause });
  }
};

/** Removes what no template wants any more, the newest first. */
export const removeGone = async (deployment: Deployment): Promise<void> => {
  const states = resourceStates(deployment.engine);
  const all = await states.list();
  const gone = all.filter((state) => !deployment.kept.has(stateKey(state.stack, state.logicalId)));
  for (const state of gone.sort((left, right) => right.order - left.order)) {
    deployment.signal.throwIfAborted();
    await removal(deployment, state);
    await states.delete(stateKey(state.stack, state.logicalId));
  }
};
