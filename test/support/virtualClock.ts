import type { Clock } from '../../engine/kernel/clock.ts';

type Pending = { at: number; order: number; run: () => void };

/** A clock that moves only when told to; `advance` runs due callbacks in order, letting promises settle. */
export const virtualClock = (start = Date.UTC(2026, 0, 1)) => {
  let now = start;
  let order = 0;
  let pending: Pending[] = [];
  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  const clock: Clock = {
    now: () => now,
    after(milliseconds, run) {
      order += 1;
      const entry = { at: now + Math.max(0, milliseconds), order, run };
      pending.push(entry);
      return { cancel: () => (pending = pending.filter((other) => other !== entry)) };
    },
  };
  const next = (until: number) =>
    pending
      .filter((entry) => entry.at <= until)
      .sort((a, b) => a.at - b.at || a.order - b.order)
      .at(0);
  const advance = async (milliseconds: number) => {
    const until = now + milliseconds;
    await settle();
    for (let entry = next(until); entry; entry = next(until)) {
      const due = entry;
      pending = pending.filter((other) => other !== due);
      now = Math.max(now, due.at);
      due.run();
      await settle();
    }
    now = until;
  };
  /** Advances by steps as long as some work takes, however slow the machine is at it. */
  const advanceWhile = async <T>(work: Promise<T>, step: number): Promise<T> => {
    let over = false;
    const ended = work.finally(() => {
      over = true;
    });
    while (!over) await advance(step);
    return ended;
  };
  return { clock, advance, advanceWhile };
};
