import { RecentlyUsed } from '../../../kernel/recentlyUsed.ts';
import type { Store, Write } from '../../../kernel/store.ts';
import { type ApiView, apiView } from '../serving/apiView.ts';
import { type DefinitionParts, definitionPartsIn } from './definitionParts.ts';
import { Snapshot } from './snapshot.ts';
import type { Stage } from './stageSchemas.ts';

/** A stage, and what it serves: the deployment that it points to. */
export type Served = { stage: Stage; view: ApiView };

/** The definitions of the REST APIs, and what is served from their deployments. */
export type Definitions = DefinitionParts &
  Readonly<{
    snapshots: ReturnType<typeof snapshotsIn>;
    /** The only way to change them: all or nothing, and seen by the next request where it is about stages. */
    write(apiId: string, writes: Write[]): Promise<void>;
    /** Held in memory, a stage until its API changes. */
    served(apiId: string, stageName: string): Promise<Served | undefined>;
  }>;

const SERVED_APIS = 100;

/** What each deployment serves, by `<apiId>/<deploymentId>`. */
const snapshotsIn = (store: Store) => store.collection('apigateway.snapshots', Snapshot);

/** Opens the definitions of one engine. */
export const definitionsIn = (store: Store): Definitions => {
  const parts = definitionPartsIn(store);
  const snapshots = snapshotsIn(store);
  const stages = new RecentlyUsed<ReadonlyMap<string, Stage>>(SERVED_APIS);
  const views = new RecentlyUsed<ApiView>(SERVED_APIS);

  const stagesOf = async (apiId: string) => {
    const found = await parts.stages.list({ prefix: `${apiId}/` });
    if (found.length === 0) return undefined;
    return new Map(found.map(({ value }) => [value.stageName, value]));
  };
  const viewOf = async (key: string) => {
    const snapshot = await snapshots.get(key);
    return snapshot && apiView(snapshot);
  };

  return {
    ...parts,
    snapshots,
    async write(apiId, writes) {
      await store.batch(writes);
      stages.forget(apiId);
    },
    async served(apiId, stageName) {
      const stage = (await stages.load(apiId, () => stagesOf(apiId)))?.get(stageName);
      if (!stage) return undefined;
      const key = `${apiId}/${stage.deploymentId}`;
      const view = await views.load(key, () => viewOf(key));
      return view && { stage, view };
    },
  };
};

/** Every write that removes an API and all that belongs to it. */
export const removalOf = async (definitions: Definitions, apiId: string): Promise<Write[]> => {
  const { apis, write: _write, served: _served, ...parts } = definitions;
  const removals = await Promise.all(
    Object.values(parts).map(async (part) => {
      const entries = await part.list({ prefix: `${apiId}/` });
      return entries.map((entry) => part.deleting(entry.key));
    }),
  );
  return [apis.deleting(apiId), ...removals.flat()];
};
