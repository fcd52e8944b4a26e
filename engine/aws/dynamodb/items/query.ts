import type { Operation } from '../../../endpoint/service.ts';
import type { Context } from '../context.ts';
import type { Answer, Request } from '../dynalite.ts';
import { mapPaths } from '../dynaliteDb.ts';
import { Session } from '../session.ts';
import { type Expression, meets } from './condition.ts';
import { parsed } from './writeItem.ts';

/** Met by every item: dynalite still checks the filter's names, but filters nothing. */
const ALWAYS: Expression = { type: 'function', name: 'attribute_not_exists', args: [['']] };

/** The request for all the items that the page reads, whole. */
const wholePage = ({ Select, _filter, _projection, ...request }: Request): Request => {
  const { paths: _paths, ...projection } = _projection ?? {};
  return {
    ...request,
    ...(Select && Select !== 'COUNT' && { Select }),
    ...(_filter && { _filter: { ..._filter, expression: ALWAYS } }),
    ...(_projection && { _projection: projection }),
  };
};

const narrowed = (page: Answer, { Select, _filter, _projection }: Request): Answer => {
  const { Items = [], ...rest } = page;
  const paths = _projection?.paths;
  const items = Items.filter((item) => !_filter || meets(item, _filter.expression));
  const answer = { ...rest, Count: items.length };
  if (Select === 'COUNT') return answer;
  return { ...answer, Items: paths ? items.map((item) => mapPaths(paths, item)) : items };
};

/** Query or Scan: dynalite finds the page, filter and projection are applied here. */
export const query =
  (context: Context, action: 'query' | 'scan'): Operation =>
  async (input) => {
    const request = parsed(context, action, input);
    const run = () => new Session(context).run(action, wholePage(request));
    const readsItemsToo = request.IndexName !== undefined && request.Select === 'ALL_ATTRIBUTES';
    const { answer, error } = await (readsItemsToo
      ? context.locks.run([request.TableName], run)
      : run());
    if (error) throw error;
    return narrowed(answer, request);
  };
