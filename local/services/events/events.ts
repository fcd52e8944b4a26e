import type { ServiceFactory } from '../../gateway/service.ts';
import { busOperations } from './busOperations.ts';
import { eventsAccess } from './eventsAccess.ts';
import { partsOf } from './parts.ts';
import { permissionOperations } from './permissionOperations.ts';
import { putEvents } from './putEvents.ts';
import { ruleOperations } from './ruleOperations.ts';
import { Scheduler } from './schedule/scheduler.ts';
import { tagOperations } from './tagOperations.ts';
import { targetLists } from './targetLists.ts';
import { targetOperations } from './targetOperations.ts';
import { testEventPattern } from './testEventPattern.ts';

/** EventBridge: buses, rules, schedules and delivery to targets. */
export const events: ServiceFactory = (engine) => {
  const parts = partsOf(engine);
  const scheduler = new Scheduler(parts);
  return {
    signingName: 'events',
    protocol: { kind: 'json' },
    operations: {
      ...busOperations(parts),
      ...permissionOperations(parts),
      ...ruleOperations(parts, scheduler),
      ...targetOperations(parts),
      ...targetLists(parts),
      ...tagOperations(parts),
      PutEvents: putEvents(parts),
      TestEventPattern: testEventPattern,
    },
    access: eventsAccess(parts),
    async start() {
      parts.queue.start();
      await scheduler.start();
    },
    async stop() {
      scheduler.stop();
      await parts.turns.idle();
      await parts.queue.stop();
    },
  };
};
