import { type EventPattern, Match } from 'aws-cdk-lib/aws-events';
import type { SourceMatch } from '../../../events/defineEvent.ts';
import type { Consumed } from '../../../services/shared/defineFunction.ts';

/** What a rule matches, as `defineEvent` says it. */
export type RoutedPattern = Consumed['pattern'];

/** Sources as a rule of CDK takes them. */
export const matching = (sources: readonly SourceMatch[]): string[] =>
  Match.anyOf(
    ...sources.map((source) => (typeof source === 'string' ? source : Match.prefix(source.prefix))),
  );

/** The same pattern as CDK takes it: its own types know no operators in sources. */
export const eventPattern = ({ source, detailType, detail }: RoutedPattern): EventPattern => ({
  source: matching(source),
  detailType: [...detailType],
  ...(detail && { detail }),
});

const nameOf = (source: SourceMatch): string =>
  typeof source === 'string' ? source : source.prefix.replace('.', '');

/**
 * The patterns of several events as few rules match them: one for all types of the same sources and versions. A bus
 * has 300 rules, a stack 500 resources. Each has an id of its own, which says whose events it matches.
 */
export const patternsOf = (
  all: readonly RoutedPattern[],
): readonly { id: string; pattern: RoutedPattern }[] => {
  const merged = new Map<string, RoutedPattern>();
  for (const { detailType, ...rest } of all) {
    const key = JSON.stringify(rest);
    const before = merged.get(key)?.detailType ?? [];
    merged.set(key, { ...rest, detailType: [...before, ...detailType] });
  }
  const ids = new Map<string, number>();
  return [...merged.values()].map((pattern) => {
    const name = `From-${pattern.source.map(nameOf).join('-')}`;
    const count = (ids.get(name) ?? 0) + 1;
    ids.set(name, count);
    return { id: count === 1 ? name : `${name}-${count}`, pattern };
  });
};
