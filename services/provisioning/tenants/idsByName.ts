type Named = { name: string | undefined; id: string | undefined };

/** The ids of everything with exactly this name, over all pages of a listing. */
export const idsByName = async <Page>(
  name: string,
  pages: AsyncIterable<Page>,
  entries: (page: Page) => readonly Named[] | undefined,
): Promise<string[]> => {
  const ids: string[] = [];
  for await (const page of pages) {
    const matching = entries(page)?.filter((entry) => entry.name === name) ?? [];
    ids.push(...matching.flatMap((entry) => entry.id ?? []));
  }
  return ids;
};

/** Ids that a listing found and one that is known: what was made just now may not be listed yet. */
export const withKnown = (
  known: string | undefined,
  found: readonly string[],
): ReadonlySet<string> => new Set(known === undefined ? found : [known, ...found]);
