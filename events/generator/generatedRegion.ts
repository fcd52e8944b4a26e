const markersOf = (region: string) => ({
  begin: `<!-- begin generated: ${region} -->`,
  end: `<!-- end generated: ${region} -->`,
});

/**
 * A hand-written Markdown text with its generated part replaced: what stands between the comments
 * `begin generated: <region>` and `end generated: <region>`. Throws where the text has no such part.
 */
export const withGeneratedRegion = (text: string, region: string, content: string): string => {
  const { begin, end } = markersOf(region);
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the text has no lines ${begin} and ${end}`);
  return `${text.slice(0, from)}${begin}\n${content}\n${text.slice(to)}`;
};
