import type { ServiceFactory } from '../../endpoint/serviceFactory.ts';
import { archiveOperations } from './archive/archiveOperations.ts';
import { archiveSweep } from './archive/archiveSweep.ts';
import { Replayer } from './archive/replayer.ts';
import { replayOperations } from './archive/replayOperations.ts';
import { busOperations } from './busOperations.ts';
import { eventsAccess } from './eventsAccess.ts';
import { partsOf } from './parts.ts';
import { permissionOperations } from './permissionOperations.ts';
import { putEvents } from './putEvents.ts';
import { ruleOperations } from './rules/ruleOperations.ts';
import { targetLists } from './rules/targetLists.ts';
import { targetOperations } from './rules/targetOperations.ts';
import { testEventPattern } from './rules/testEventPattern.ts';
import { Scheduler } from './schedule/scheduler.ts';
import { tagOperations } from './tagOperations.ts';

/** EventBridge: buses, rules, schedules, delivery to targets, archives and their replays. */
export const events: ServiceFactory = (engine) => {
  const parts = partsOf(engine);
  const scheduler = new Scheduler(parts);
  const replayer = new Replayer(parts);
  const sweep = archiveSweep(parts);
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
      ...archiveOperations(parts),
      ...replayOperations(parts, replayer),
      PutEvents: putEvents(parts),
      TestEventPattern: testEventPattern,
    },
    access: eventsAccess(parts),
    async start() {
      parts.queue.start();
      await scheduler.start();
      await replayer.start();
      sweep.start();
    },
    async stop() {
      scheduler.stop();
      await sweep.stop();
      await replayer.stop();
      await parts.turns.idle();
      await parts.queue.stop();
    },
  };
};
