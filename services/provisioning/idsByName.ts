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
