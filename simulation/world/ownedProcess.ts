import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import type { Random } from '#engine';
import { skewNow } from './processClock.ts';
import type { VirtualTime } from './virtualTime.ts';

/** A handle as `setTimeout` gives it, as far as libraries use it. */
const handleOf = (timer: { cancel(): void }) => ({
  cancel: timer.cancel,
  ref() {
    return this;
  },
  unref() {
    return this;
  },
  hasRef: () => false,
  refresh() {
    return this;
  },
  [Symbol.toPrimitive]: () => 0,
});

type Handle = ReturnType<typeof handleOf>;
type Callback = (...given: unknown[]) => void;

/** The time and chance that a whole process lives by; both may be replaced between two runs. */
export type Owner = { time: VirtualTime; random: Random };

const drawing = new WeakMap<Owner, Random>();

/** The owner's randomness of the moment, as one thing that never changes: caches go by it. */
export const drawnFrom = (owner: Owner): Random => {
  const known = drawing.get(owner);
  if (known) return known;
  const random: Random = {
    bytes: (count) => owner.random.bytes(count),
    uuid: () => owner.random.uuid(),
  };
  drawing.set(owner, random);
  return random;
};

const ownDate = (owner: Owner): DateConstructor => {
  const now = () => owner.time.now() + skewNow();
  return new Proxy(Date, {
    construct: (target, given, made) =>
      Reflect.construct(target, given.length > 0 ? given : [now()], made),
    get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
  });
};

/**
 * Gives a process's own clock, timers and randomness to a simulation: the SDK's retries and timeouts,
 * the handlers' dates and ids all come from the owner from now on, and never from the machine.
 */
export const ownProcess = (owner: Owner): void => {
  const set = (run: Callback, milliseconds = 0, ...given: unknown[]): Handle =>
    handleOf(owner.time.after(milliseconds, () => run(...given)));
  const clear = (handle: Handle | undefined) => handle?.cancel();
  const again = (run: Callback, milliseconds = 0, ...given: unknown[]): Handle => {
    let timer = owner.time.after(milliseconds, () => {});
    const arm = () => {
      timer = owner.time.after(milliseconds, () => {
        arm();
        run(...given);
      });
    };
    timer.cancel();
    arm();
    return handleOf({ cancel: () => timer.cancel() });
  };
  Object.assign(globalThis, {
    Date: ownDate(owner),
    setTimeout: set,
    clearTimeout: clear,
    setInterval: again,
    clearInterval: clear,
    setImmediate: (run: Callback, ...given: unknown[]) => set(run, 0, ...given),
    clearImmediate: clear,
  });
  const drawn = () => owner.random.bytes(6).readUIntBE(0, 6) / 2 ** 48;
  Object.assign(Math, { random: drawn });
  Object.assign(crypto, {
    randomBytes: (count: number) => owner.random.bytes(count),
    randomUUID: () => owner.random.uuid(),
  });
  const fill = <T extends ArrayBufferView>(view: T): T => {
    const bytes = owner.random.bytes(view.byteLength);
    new Uint8Array(view.buffer, view.byteOffset, view.byteLength).set(bytes);
    return view;
  };
  Object.assign(crypto.webcrypto, { getRandomValues: fill, randomUUID: () => owner.random.uuid() });
  syncBuiltinESMExports();
};
