import { RecentlyUsed } from '../../../kernel/recentlyUsed.ts';
import type { Store, Write } from '../../../kernel/store.ts';
import { type ApiView, apiView } from '../serving/apiView.ts';
import { type DefinitionParts, definitionPartsIn } from './definitionParts.ts';

/** The definitions of the REST APIs, and what is served from them. */
export type Definitions = DefinitionParts &
  Readonly<{
    /** The only way to change them: all or nothing, and seen by the next request. */
    write(apiId: string, writes: Write[]): Promise<void>;
    /** What requests are served from, held in memory until the API changes. */
    view(apiId: string): Promise<ApiView | undefined>;
  }>;

const SERVED_APIS = 100;

/** Opens the definitions of one engine. */
export const definitionsIn = (store: Store): Definitions => {
  const collections = definitionPartsIn(store);
  const views = new RecentlyUsed<ApiView>(SERVED_APIS);
  return {
    ...collections,
    async write(apiId, writes) {
      await store.batch(writes);
      views.forget(apiId);
    },
    view: (apiId) => views.load(apiId, () => apiView(collections, apiId)),
  };
};

/** Every write that removes an API and all that belongs to it. */
export const removalOf = async (definitions: Definitions, apiId: string): Promise<Write[]> => {
  const { apis, write: _write, view: _view, ...parts } = definitions;
  const removals = await Promise.all(
    Object.values(parts).map(async (part) => {
      const entries = await part.list({ prefix: `${apiId}/` });
      return entries.map((entry) => part.deleting(entry.key));
    }),
  );
  return [apis.deleting(apiId), ...removals.flat()];
};
