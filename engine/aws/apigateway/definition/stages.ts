import { z } from 'zod';
import type { Operation } from '../../../endpoint/service.ts';
import { badRequest, conflict, notCovered, notFound } from '../apiErrors.ts';
import { type Control, changing, nowInSeconds, reading } from '../control.ts';
import { Flag, TextMap } from '../inputs.ts';
import { detachStages } from '../keys/usagePlans.ts';
import { newValue, PatchOperations, type PatchRules, patched, patchedEntry } from '../patch.ts';
import { patchedSetting } from './methodSettings.ts';
import { requireApi } from './restApis.ts';
import type { Stage } from './stageSchemas.ts';

const Create = z.strictObject({
  restApiId: z.string(),
  stageName: z.string(),
  deploymentId: z.string(),
  description: z.string().optional(),
  cacheClusterEnabled: Flag.optional(),
  cacheClusterSize: z.string().optional(),
  variables: TextMap.optional(),
  documentationVersion: z.string().optional(),
  canarySettings: z.looseObject({}).optional(),
  tracingEnabled: Flag.optional(),
  tags: TextMap.optional(),
});
const Named = z.strictObject({ restApiId: z.string(), stageName: z.string() });
const Listing = z.strictObject({ restApiId: z.string(), deploymentId: z.string().optional() });
const Update = Named.extend({ patchOperations: PatchOperations });

type NewStage = Omit<Stage, 'createdDate' | 'lastUpdatedDate' | 'cacheClusterEnabled'>;

const write = async (control: Control, apiId: string, stage: Stage): Promise<Stage> => {
  const { stages, deployments } = control.definitions;
  if (!(await deployments.get(`${apiId}/${stage.deploymentId}`))) {
    throw badRequest('Invalid deployment identifier specified');
  }
  await control.definitions.write(apiId, [stages.putting(`${apiId}/${stage.stageName}`, stage)]);
  return stage;
};

/** Points a stage to a deployment; makes the stage when it is new. */
export const deployStage = async (
  control: Control,
  apiId: string,
  stage: NewStage,
): Promise<Stage> => {
  if (!/^\w[\w-]*$/.test(stage.stageName)) {
    throw badRequest('Stage name only allows a-zA-Z0-9_-');
  }
  const old = await control.definitions.stages.get(`${apiId}/${stage.stageName}`);
  const now = nowInSeconds(control);
  const given = Object.fromEntries(
    Object.entries(stage).filter(([, value]) => value !== undefined),
  );
  const dates = { createdDate: old?.createdDate ?? now, lastUpdatedDate: now };
  return write(control, apiId, {
    ...old,
    stageName: stage.stageName,
    deploymentId: stage.deploymentId,
    ...given,
    ...dates,
    cacheClusterEnabled: false,
  });
};

const createStage = async (control: Control, input: z.infer<typeof Create>) => {
  const { restApiId, cacheClusterEnabled, canarySettings, cacheClusterSize: _, ...stage } = input;
  if (cacheClusterEnabled) throw notCovered('a stage with a cache cluster');
  if (canarySettings) throw notCovered('canary deployments');
  await requireApi(control, restApiId);
  if (await control.definitions.stages.get(`${restApiId}/${stage.stageName}`)) {
    throw conflict('Stage already exists');
  }
  return deployStage(control, restApiId, stage);
};

const requireStage = async (control: Control, input: z.infer<typeof Named>) => {
  await requireApi(control, input.restApiId);
  const key = `${input.restApiId}/${input.stageName}`;
  const stage = await control.definitions.stages.get(key);
  if (!stage) throw notFound('Invalid stage identifier specified');
  return stage;
};

const getStages = async (control: Control, input: z.infer<typeof Listing>) => {
  await requireApi(control, input.restApiId);
  const entries = await control.definitions.stages.list({ prefix: `${input.restApiId}/` });
  const stages = entries.map((entry) => entry.value);
  const { deploymentId } = input;
  return {
    item: stages.filter((stage) => (deploymentId ?? stage.deploymentId) === stage.deploymentId),
  };
};

const rules: PatchRules<Stage> = {
  '/deploymentId': (old, patch) => ({ ...old, deploymentId: newValue(patch) ?? old.deploymentId }),
  '/description': (old, patch) => ({ ...old, description: newValue(patch) }),
  '/documentationVersion': (old, patch) => ({ ...old, documentationVersion: newValue(patch) }),
  '/tracingEnabled': (old, patch) => ({ ...old, tracingEnabled: newValue(patch) === 'true' }),
  '/webAclArn': (old, patch) => ({ ...old, webAclArn: newValue(patch) }),
  '/cacheClusterEnabled': (old, patch) => {
    if (newValue(patch) === 'true') throw notCovered('a stage with a cache cluster');
    return old;
  },
  '/accessLogSettings': (old) => ({ ...old, accessLogSettings: undefined }),
  '/accessLogSettings/format': (old, patch) => ({
    ...old,
    accessLogSettings: { ...old.accessLogSettings, format: newValue(patch) },
  }),
  '/accessLogSettings/destinationArn': (old, patch) => ({
    ...old,
    accessLogSettings: { ...old.accessLogSettings, destinationArn: newValue(patch) },
  }),
  '/variables/*': (old, patch, name) => ({
    ...old,
    variables: patchedEntry(old.variables, name, newValue(patch)),
  }),
  '/canarySettings/*': () => {
    throw notCovered('canary deployments');
  },
  '/*': patchedSetting,
};

const updateStage = async (control: Control, input: z.infer<typeof Update>) => {
  const old = await requireStage(control, input);
  const stage = patched(old, input.patchOperations, rules);
  return write(control, input.restApiId, { ...stage, lastUpdatedDate: nowInSeconds(control) });
};

const deleteStage = async (control: Control, input: z.infer<typeof Named>) => {
  const { restApiId, stageName } = input;
  await requireStage(control, input);
  await detachStages(control, (at) => at.apiId === restApiId && at.stage === stageName);
  const removal = control.definitions.stages.deleting(`${restApiId}/${stageName}`);
  await control.definitions.write(restApiId, [removal]);
  return {};
};

/** The operations on stages. A stage that goes leaves the usage plans that it was in. */
export const stageOperations = (control: Control): Record<string, Operation> => ({
  CreateStage: changing(control, Create, createStage),
  GetStage: reading(control, Named, requireStage),
  GetStages: reading(control, Listing, getStages),
  UpdateStage: changing(control, Update, updateStage),
  DeleteStage: changing(control, Named, deleteStage),
});
