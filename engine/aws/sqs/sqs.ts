import type { ServiceFactory } from '../../endpoint/serviceFactory.ts';
import { acknowledgeOperations } from './acknowledge.ts';
import { partsOf } from './parts.ts';
import { queueOperations } from './queueOperations.ts';
import { queueSettings } from './queueSettings.ts';
import { receiveOperations } from './receiveMessage.ts';
import { retentionSweep } from './retention.ts';
import { sendOperations } from './sendMessage.ts';
import { sqsAccess } from './sqsAccess.ts';

/** SQS standard queues. */
export const sqs: ServiceFactory = (engine) => {
  const parts = partsOf(engine);
  const sweep = retentionSweep(parts);
  return {
    signingName: 'sqs',
    protocol: { kind: 'json' },
    operations: {
      ...queueOperations(parts),
      ...queueSettings(parts),
      ...sendOperations(parts),
      ...receiveOperations(parts),
      ...acknowledgeOperations(parts),
    },
    access: sqsAccess(parts.queues),
    async start() {
      sweep.start();
    },
    async stop() {
      parts.arrivals.close();
      await sweep.stop();
      await parts.turns.idle();
    },
  };
};
