/**
 * Step Functions refills DescribeExecution and StartExecution by some 15 a second and account; see
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html.
 */
const AT_ONCE = 5;

/** Runs for a few items at a time; the results are in the items' order. */
export const fewAtOnce = async <Item, Result>(
  items: readonly Item[],
  run: (item: Item) => Promise<Result>,
): Promise<Result[]> => {
  const results: Result[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(run))));
  }
  return results;
};
