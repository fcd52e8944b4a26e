import { z } from 'zod';
import type { Operation } from '../../../endpoint/service.ts';
import { badRequest, notCovered, notFound } from '../apiErrors.ts';
import { type Control, changing, newId, nowInSeconds, reading } from '../control.ts';
import { Flag, Limit, TextMap } from '../inputs.ts';
import { pageOf } from '../page.ts';
import { requireApi } from './restApis.ts';
import { snapshotOf } from './snapshot.ts';
import { deployStage } from './stages.ts';

const Create = z.strictObject({
  restApiId: z.string(),
  stageName: z.string().optional(),
  stageDescription: z.string().optional(),
  description: z.string().optional(),
  variables: TextMap.optional(),
  tracingEnabled: Flag.optional(),
  cacheClusterEnabled: Flag.optional(),
  cacheClusterSize: z.string().optional(),
  canarySettings: z.looseObject({}).optional(),
});
const Named = z.strictObject({ restApiId: z.string(), deploymentId: z.string() });
const Listing = z.strictObject({
  restApiId: z.string(),
  limit: Limit,
  position: z.string().optional(),
});

const checkMethods = async (control: Control, restApiId: string): Promise<void> => {
  const methods = await control.definitions.methods.list({ prefix: `${restApiId}/` });
  if (methods.length === 0) throw badRequest("The REST API doesn't contain any methods");
  if (methods.some(({ value }) => value.methodIntegration === undefined)) {
    throw badRequest('No integration defined for method');
  }
};

/** Freezes the API as it is: the stages that point here serve this until they point elsewhere. */
const createDeployment = async (control: Control, input: z.infer<typeof Create>) => {
  const { restApiId, description, stageName } = input;
  if (input.cacheClusterEnabled) throw notCovered('a stage with a cache cluster');
  if (input.canarySettings) throw notCovered('canary deployments');
  const api = await requireApi(control, restApiId);
  await checkMethods(control, restApiId);
  const deployment = { id: newId(control, 6), description, createdDate: nowInSeconds(control) };
  const { deployments, snapshots, write } = control.definitions;
  const key = `${restApiId}/${deployment.id}`;
  await write(restApiId, [
    deployments.putting(key, deployment),
    snapshots.putting(key, await snapshotOf(control.definitions, api)),
  ]);
  if (stageName !== undefined) {
    const { variables, tracingEnabled, stageDescription } = input;
    const stage = { stageName, deploymentId: deployment.id, variables, tracingEnabled };
    await deployStage(control, restApiId, { ...stage, description: stageDescription });
  }
  return deployment;
};

const requireDeployment = async (control: Control, input: z.infer<typeof Named>) => {
  await requireApi(control, input.restApiId);
  const key = `${input.restApiId}/${input.deploymentId}`;
  const deployment = await control.definitions.deployments.get(key);
  if (!deployment) throw notFound('Invalid Deployment identifier specified');
  return deployment;
};

const getDeployments = async (control: Control, input: z.infer<typeof Listing>) => {
  await requireApi(control, input.restApiId);
  const { deployments } = control.definitions;
  const { entries, position } = await pageOf(deployments, `${input.restApiId}/`, input);
  return { items: entries.map((entry) => entry.value), position };
};

const deleteDeployment = async (control: Control, input: z.infer<typeof Named>) => {
  const { id } = await requireDeployment(control, input);
  const stages = await control.definitions.stages.list({ prefix: `${input.restApiId}/` });
  if (stages.some(({ value }) => value.deploymentId === id)) {
    throw badRequest('Active stages pointing to this deployment must be moved or deleted');
  }
  const { deployments, snapshots, write } = control.definitions;
  const key = `${input.restApiId}/${id}`;
  await write(input.restApiId, [deployments.deleting(key), snapshots.deleting(key)]);
  return {};
};

/** The operations on deployments. */
export const deploymentOperations = (control: Control): Record<string, Operation> => ({
  CreateDeployment: changing(control, Create, createDeployment),
  GetDeployment: reading(control, Named, requireDeployment),
  GetDeployments: reading(control, Listing, getDeployments),
  DeleteDeployment: changing(control, Named, deleteDeployment),
});
