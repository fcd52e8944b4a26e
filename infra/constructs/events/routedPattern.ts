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
