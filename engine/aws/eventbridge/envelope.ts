import type { Engine } from '../../engine.ts';
import type { JsonObject } from '../../kernel/json.ts';

/** What makes an event; `at` is epoch milliseconds. */
export type EventContent = {
  source: string;
  detailType: string;
  detail: JsonObject;
  resources: string[];
  at: number;
};

/** An event as targets get it; EventBridge gives times in whole seconds. */
export const envelope = (engine: Engine, content: EventContent) => ({
  version: '0',
  id: engine.random.uuid(),
  'detail-type': content.detailType,
  source: content.source,
  account: engine.accountId,
  time: new Date(content.at).toISOString().replace(/\.\d{3}Z$/, 'Z'),
  region: engine.region,
  resources: content.resources,
  detail: content.detail,
});
