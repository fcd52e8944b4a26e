import type { Timer } from '../../../kernel/clock.ts';
import type { Parts } from '../parts.ts';

const EVERY_MS = 3_600_000;

/** Every hour, removes what archives need not keep any longer. */
export const archiveSweep = ({ engine, archives }: Parts) => {
  let timer: Timer | undefined;
  let running: Promise<void> = Promise.resolve();
  const arm = () => {
    timer = engine.clock.after(EVERY_MS, () => {
      arm();
      running = archives.sweep().catch((error) => engine.log.problem('event archives', error));
    });
  };
  return {
    start: arm,
    async stop() {
      timer?.cancel();
      await running;
    },
  };
};
