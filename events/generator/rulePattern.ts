import type { EventDefinition } from '../defineEvent.ts';

/** The pattern of an event's rule as EventBridge's API takes it. */
export const rulePattern = ({ pattern }: Pick<EventDefinition, 'pattern'>) => ({
  source: pattern.source,
  'detail-type': pattern.detailType,
  detail: pattern.detail,
});
